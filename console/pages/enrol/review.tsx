import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { ChangeView } from '../../../src/changes/changes.contract.js';
import { Digest } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import styles from '../door/door.module.css';
import type { Misfit } from './enrolment.js';
import type { Drafted } from './use-enrolment.js';

interface ReviewProps {
  readonly drafted: Drafted;
  readonly isBusy: boolean;
  readonly onSign: (drafted: Drafted) => void;
}

/** What the new key signs, made here and compared with what was sent. */
export function Review({ drafted, isBusy, onSign }: ReviewProps) {
  const { draft, signable, signer, misfits } = drafted;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  if (misfits.length > 0) return <DoesNotFit misfits={misfits} />;
  return (
    <div className={styles.said}>
      <h2 tabIndex={-1} ref={heading}>
        Sign by the new key
      </h2>
      <p className="small quiet">It shows that you have it. Others decide whether it counts.</p>
      {draft.change.sentences.map((sentence) => (
        <p key={sentence} className={styles.sentence}>
          <Said>{sentence}</Said>
        </p>
      ))}
      <h3 className={styles.name}>EIP-712 Digest</h3>
      <Digest value={signable.digest} name="EIP-712 Digest" />
      <div className={styles.ways}>
        <button
          type="button"
          className="btn btn-main btn-big"
          aria-disabled={isBusy}
          onClick={() => {
            onSign(drafted);
          }}
        >
          <Icon name={signer.kind === 'passkey' ? 'act-passkey' : 'act-wallet'} />
          Sign by the new key
        </button>
      </div>
    </div>
  );
}

function DoesNotFit({ misfits }: { readonly misfits: readonly Misfit[] }) {
  return (
    <div className={`does-not-fit ${styles.said ?? ''}`} role="alert">
      <h3>What the server sent does not fit together. Sign nothing.</h3>
      <dl className="facts gap">
        {misfits.map(({ what, made, sent }) => [
          <dt key={what}>{what}</dt>,
          <dd key={`${what} is`}>
            <p>
              <Said>{made}</Said> <span className="quiet">made here</span>
            </p>
            <p>
              <Said>{sent}</Said> <span className="quiet">sent</span>
            </p>
          </dd>,
        ])}
      </dl>
    </div>
  );
}

/** What comes next, and by whom. */
export function Enrolled({ change }: { readonly change: ChangeView }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className={styles.said}>
      <h2 tabIndex={-1} ref={heading}>
        The key is proposed
      </h2>
      {change.missing.map(({ group, needed, have, people }) => (
        <p key={group} className={styles.sentence}>
          It counts once {needed - have} of {group} {needed - have === 1 ? 'has' : 'have'} approved it:{' '}
          <Said>{people.map(({ name }) => name).join(', ')}</Said>.
        </p>
      ))}
      <p className={`small quiet ${styles.sentence ?? ''}`}>
        Tell them what you have enrolled, and when. The invitation is used up.
      </p>
      <p className="code-line">
        <code>
          <Said>{change.id}</Said>
        </code>
      </p>
      <div className={styles.ways}>
        <Link className="btn btn-big" to="/sign-in">
          To the sign-in
        </Link>
      </div>
    </div>
  );
}
