import { useState } from 'react';
import { NoAnswer } from '../../api/ask.js';
import type { Check, Checked } from '../checks/check.js';
import { useStanding } from './over.js';
import { type Signable, type SignatureBody, type Signer, SigningStopped } from '../signer.js';

/** How far a signature has come. */
export type Act =
  | { readonly kind: 'none' }
  | { readonly kind: 'signing'; readonly signer: string }
  /** Nothing was signed, and why. */
  | { readonly kind: 'stopped'; readonly why: string }
  | { readonly kind: 'differs'; readonly differences: readonly Check[] }
  | { readonly kind: 'refused'; readonly error: unknown }
  /** Signed, and no answer came: the same can be sent again, under the same key. */
  | { readonly kind: 'unanswered'; readonly error: unknown; readonly again: () => void };

export interface Acting {
  /** What is signed, made and checked at the click at the latest. */
  readonly prepare: () => Checked<Signable> | Promise<Checked<Signable>>;
  /** Sends the signature. The key is one for each signature, however often it is sent. */
  readonly send: (signature: SignatureBody, key: string) => Promise<unknown>;
  readonly done: () => void;
}

/** One gesture, one digest, one signature, sent once. */
export function useAct({ prepare, send, done }: Acting): {
  readonly act: Act;
  readonly sign: (signer: Signer) => void;
} {
  const [act, setKnown] = useState<Act>({ kind: 'none' });
  const { hold } = useStanding();
  const setAct = (next: Act): void => {
    setKnown(next);
    hold(next.kind === 'signing' ? 'signing' : 'told');
  };
  const sendOnce = async (signature: SignatureBody, key: string): Promise<void> => {
    try {
      await send(signature, key);
      done();
    } catch (error) {
      const again = () => void sendOnce(signature, key);
      setAct(error instanceof NoAnswer ? { kind: 'unanswered', error, again } : { kind: 'refused', error });
    }
  };
  const run = async (signer: Signer): Promise<void> => {
    setAct({ kind: 'signing', signer: signer.id });
    try {
      const prepared = await prepare();
      if (!prepared.fits) {
        setAct({ kind: 'differs', differences: prepared.differences });
        return;
      }
      await sendOnce(await signer.sign(prepared.made), crypto.randomUUID());
    } catch (error) {
      setAct(
        error instanceof SigningStopped
          ? { kind: 'stopped', why: error.message }
          : { kind: 'refused', error },
      );
    }
  };
  return {
    act,
    sign: (signer) => {
      if (act.kind !== 'signing') void run(signer);
    },
  };
}
