import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CopyButton } from '../../parts/copy-button.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import type { MadeRequest } from '../../signing/checks/owner-request-checks.js';
import { readOwnerSignature } from '../../signing/owner-signature.js';
import { ActOutcome } from '../../signing/sheet/act-outcome.js';
import { SignButtons } from '../../signing/sheet/sign-buttons.js';
import { useAct } from '../../signing/sheet/use-act.js';
import { SigningStopped } from '../../signing/signer.js';
import { useSigners } from '../../signing/use-signers.js';
import { NextPerson } from '../../stories/next-person.js';
import { PasteForm } from './paste-form.js';
import { sendSignature } from './send-signature.js';
import styles from './sign.module.css';
import type { Requested } from './to-sign.js';
import type { WhyNot } from './wanted.js';

export interface SignStepProps {
  readonly requested: Requested;
  readonly made: MadeRequest;
  /** The reader's keys that can still sign it. */
  readonly owners: readonly string[];
  readonly whyNot: WhyNot | null;
  readonly isSigned: boolean;
}

/** By a wallet of this browser, or by a signature that was made elsewhere. */
export function SignStep(props: SignStepProps) {
  const { whyNot, isSigned } = props;
  return (
    <>
      <h2>Sign</h2>
      {whyNot === null ? (
        <Signing key={props.owners.join()} {...props} />
      ) : (
        <div className={styles.told}>
          <Say {...(isSigned ? { tone: 'ok' } : {})} title={whyNot.title}>
            <p>
              <Said>{whyNot.words}</Said>
            </p>
          </Say>
          <NextPerson transfer={props.requested.transfer} />
        </div>
      )}
    </>
  );
}

function Signing({ requested, made, owners }: SignStepProps) {
  const { transfer, kind } = requested;
  const { signable } = made;
  const [form, setForm] = useState<'none' | 'paste' | 'not'>('none');
  const { signers, whyNone } = useSigners({ purpose: 'owner', owners });
  const { act, sign } = useAct({
    prepare: () => ({ fits: true, made: signable }),
    send: async (signature, key) => {
      if (typeof signature !== 'string')
        throw new SigningStopped('Owners sign by a wallet. Nothing was sent.');
      const read = await readOwnerSignature(signature, { digest: signable.digest, owners });
      if (read.kind !== 'genuine') throw new SigningStopped('It is no signature of yours. Nothing was sent.');
      await sendSignature(requested, read, key);
    },
    done: () => undefined,
  });
  const toggle = (which: 'paste' | 'not') => () => {
    setForm(form === which ? 'none' : which);
  };
  return (
    <>
      <p>
        With a device that shows the fields or the digest. A second signature of yours would be refused, and
        be a finding.
      </p>
      {whyNone === null ? null : (
        <p className={styles.told}>{whyNone} A signature that was made elsewhere can be pasted.</p>
      )}
      <p className={`acts ${styles.acts ?? ''}`}>
        <SignButtons verb="Sign" {...{ signers, act, sign }} shown={signable.digest} />
        <button type="button" className="btn" aria-expanded={form === 'paste'} onClick={toggle('paste')}>
          Paste a signature
        </button>
        <CopyButton text={JSON.stringify(signable.typedData, null, 2)} what="for another tool">
          Copy typed data
        </CopyButton>
        <button
          type="button"
          className={`btn btn-stop ${styles.end ?? ''}`}
          aria-expanded={form === 'not'}
          onClick={toggle('not')}
        >
          I do not sign this…
        </button>
      </p>
      <ActOutcome act={act} subject={transfer.id} safe={transfer.safe} />
      {form === 'paste' ? <PasteForm {...{ requested, owners }} digest={signable.digest} /> : null}
      {form === 'not' ? <NotSigned {...{ transfer, kind }} /> : null}
    </>
  );
}

/** Not signing takes no act: what can be done besides. */
function NotSigned({ transfer, kind }: Pick<Requested, 'transfer' | 'kind'>) {
  return (
    <div className={styles.told}>
      <Say
        title="Then do nothing: without your signature nothing is sent in your name"
        acts={
          <Link className="btn btn-small" to="/transfers/$id" params={{ id: transfer.id }}>
            To the transfer
          </Link>
        }
      >
        <p>
          If anything that your device shows differs from step 2, freeze at the top of the page: your device
          or this page is lying, and other owners must not sign either.{' '}
          {kind === 'transfer'
            ? 'If it is right but must not happen, have whoever asked for it, or an approver, cancel it.'
            : 'Until the burn is mined, the transfer that it cancels can still be executed.'}
        </p>
      </Say>
    </div>
  );
}
