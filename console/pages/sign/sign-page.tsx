import { Link, useParams } from '@tanstack/react-router';
import { clearedOf } from '../../signing/checks/clearance-checks.js';
import { Refusal } from '../../api/ask.js';
import { Answered } from '../../parts/answered.js';
import { ProblemSay } from '../../parts/problem.js';
import { Say } from '../../parts/say.js';
import { Sentence } from '../../parts/sentence.js';
import { StateMark } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { useTitle } from '../../parts/title.js';
import { usePerson } from '../../session/session.js';
import { DoesNotFit } from '../../signing/does-not-fit.js';
import { Request } from './request.js';
import { type ToSign, useToSign } from './to-sign.js';
import { wantedOf } from './wanted.js';
import styles from './sign.module.css';

/** What an owner signs, in the order in which a lie would show: the file, what the device shows, the signature. */
export function SignPage() {
  const { id } = useParams({ from: '/framed/transfers/$id/sign' });
  const asked = useToSign(id);
  useTitle('Sign as an owner');
  return (
    <article className={`column ${styles.sign ?? ''}`}>
      {asked.error instanceof Refusal ? (
        <Refused error={asked.error} id={id} />
      ) : (
        <Answered of={asked} skeleton={<SignSkeleton />}>
          {(shown) => <Shown key={id} shown={shown} />}
        </Answered>
      )}
    </article>
  );
}

/** Nothing of what was shown before may be signed any more: the gateway refuses to ask for it. */
function Refused({ error, id }: { readonly error: Refusal; readonly id: string }) {
  const { code, detail } = error.problem;
  return (
    <>
      <h1 className={styles.nothing}>Sign nothing now</h1>
      {code === 'SAFE_FROZEN' ? (
        <Say
          tone="frozen"
          title="The Safe is frozen"
          acts={
            <>
              <Link className="btn btn-small" to="/freezes">
                Who froze it, and how it ends
              </Link>
              <Link className="btn btn-small" to="/transfers/$id" params={{ id }}>
                To the transfer
              </Link>
            </>
          }
        >
          <p>
            <Said>{detail}</Said>
          </p>
        </Say>
      ) : (
        <ProblemSay error={error} />
      )}
    </>
  );
}

function Shown({ shown: { transfer, requested } }: { readonly shown: ToSign }) {
  if (requested === null) return <NothingToSign transfer={transfer} />;
  const { made, kind } = requested;
  if (!made.fits)
    return (
      <>
        <h1 className="vh">Sign as an owner</h1>
        <DoesNotFit differences={made.differences} subject={transfer.id} safe={transfer.safe} />
      </>
    );
  return (
    <Request
      requested={requested}
      made={made.made}
      heading={
        <h1 className="sentence">
          {kind === 'transfer' ? (
            <Sentence words={clearedOf(transfer)?.words ?? ''} isShort />
          ) : (
            <>
              <span className="p">Burn</span> <b>nonce {made.made.transaction.nonce.toString()}</b>{' '}
              <span className="p">of</span>{' '}
              <b>
                <Said>{transfer.safe.label}</Said>
              </b>
              <span className="p">, which moves nothing</span>
            </>
          )}
        </h1>
      }
    />
  );
}

/** Why there is nothing to sign, and where to go. */
function NothingToSign({ transfer }: Pick<ToSign, 'transfer'>) {
  const { name } = usePerson();
  const isHidden = wantedOf(transfer) !== 'nothing';
  const back = (
    <Link className="btn" to="/transfers/$id" params={{ id: transfer.id }}>
      To the transfer
    </Link>
  );
  return (
    <>
      <div className={styles.standing}>
        <StateMark state={transfer.state} isChip />
      </div>
      <h1 className={styles.nothing}>Nothing to sign here</h1>
      <Say
        title={
          isHidden ? 'It is hidden from you until you have entered it' : `The transfer is ${transfer.state}`
        }
        acts={back}
      >
        <p>
          {isHidden ? (
            <>
              <Said>{name}</Said>, you confirm it by entering it from the ticket first. Until then nothing of
              it is shown, here neither.
            </>
          ) : (
            whyNothing(transfer)
          )}
        </p>
      </Say>
    </>
  );
}

const EARLY =
  'Owners are asked once it was confirmed and looked at for the last time. If anybody asks you to sign it before that, sign nothing, and freeze.';
const ENDED = 'It has ended. If anybody asks you to sign it, sign nothing, and freeze.';

const WHY: Readonly<Partial<Record<ToSign['transfer']['state'], string>>> = {
  submitted: 'The owners have signed, and it was sent. It waits to be mined.',
  executed: 'The owners have signed, and it was executed.',
  settled: 'The owners have signed, and it was executed.',
  ...{ refused: ENDED, rejected: ENDED, expired: ENDED, cancelled: ENDED },
  ...{ mismatched: ENDED, superseded: ENDED },
};

function whyNothing({ state, evidence }: ToSign['transfer']): string {
  if (evidence.state !== 'cancelling') return WHY[state] ?? EARLY;
  return evidence.cancel.stage === 'submitted'
    ? 'The owners have signed the burn of its nonce, and it was sent.'
    : 'Its cancel was asked for. Sign nothing of it: once the cancel is confirmed, the burn of its nonce is signed here.';
}

function SignSkeleton() {
  return (
    <div>
      <span className="vh" role="status">
        Asking for what is to be signed
      </span>
      <span className="bone b-35" />
      <span className="bone bone-28 b-80" />
      <span className="bone b-65" />
      <span className="bone bone-28 b-50" />
      <span className="bone b-80" />
      <span className="bone b-80" />
    </div>
  );
}
