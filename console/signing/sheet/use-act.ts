import { useState } from 'react';
import { NoAnswer } from '../../api/ask.js';
import type { Check, Checked } from '../checks/check.js';
import { useStanding } from './over.js';
import { type Signable, type SignatureBody, type Signer, SigningStopped } from '../signer.js';

/** How far a signature has come. */
export type Act =
  | { readonly kind: 'none' }
  | { readonly kind: 'signing'; readonly signer: string }
  /** Signed, and on its way; then until the page has heard what came of it. */
  | { readonly kind: 'sending'; readonly signer: string }
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
  /** After it was taken. Until it is over, nothing else is signed here. */
  readonly done: () => void | Promise<void>;
}

/** Whether one signature is asked for or sent already. */
export function isUnderWay({ kind }: Act): boolean {
  return kind === 'signing' || kind === 'sending';
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
    hold(isUnderWay(next) ? 'signing' : 'told');
  };
  const sendOnce = async (signer: Signer, signature: SignatureBody, key: string): Promise<void> => {
    setAct({ kind: 'sending', signer: signer.id });
    try {
      await send(signature, key);
      await done();
    } catch (error) {
      const again = () => void sendOnce(signer, signature, key);
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
      await sendOnce(signer, await signer.sign(prepared.made), crypto.randomUUID());
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
      if (!isUnderWay(act)) void run(signer);
    },
  };
}
