import { Link, useParams } from '@tanstack/react-router';
import { clearedOf } from '../../signing/checks/clearance-checks.js';
import { Refusal } from '../../api/ask.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { NotThere } from '../../parts/not-there.js';
import { ProblemSay } from '../../parts/problem.js';
import { Say } from '../../parts/say.js';
import { Sentence } from '../../parts/sentence.js';
import { StateMark } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { Told } from '../../parts/told.js';
import { useTitle } from '../../parts/title.js';
import { usePerson } from '../../session/session.js';
import { DoesNotFit } from '../../signing/does-not-fit.js';
import { NextPerson } from '../../stories/next-person.js';
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
        <Answered
          of={asked}
          skeleton={
            <Bones
              awaited="Asking for what is to be signed"
              lines={['b-35', 'bone-28 b-80', 'b-65', 'bone-28 b-50', 'b-80', 'b-80']}
            />
          }
        >
          {(shown) => <Shown key={id} shown={shown} />}
        </Answered>
      )}
    </article>
  );
}

const NOT_FOUND = 404;
/** What the title says already. */
const FROZEN = /^sign nothing: the Safe is frozen\. /;

/** Nothing of what was shown before may be signed any more: the gateway refuses to ask for it. */
function Refused({ error, id }: { readonly error: Refusal; readonly id: string }) {
  const { code, detail, status } = error.problem;
  if (status === NOT_FOUND) return <NotThere thing="transfer" error={error} />;
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
                How it ends
              </Link>
              <Link className="btn btn-small" to="/transfers/$id" params={{ id }}>
                To the transfer
              </Link>
            </>
          }
        >
          <p>
            Whatever you are shown of this transfer, here or elsewhere: sign none of it until a quorum has
            lifted the freeze. It was set because: “<Told>{detail.replace(FROZEN, '')}</Told>”
          </p>
        </Say>
      ) : (
        <ProblemSay error={error} />
      )}
    </>
  );
}

function Shown({ shown: { transfer, requested, whole } }: { readonly shown: ToSign }) {
  const fitting = whole.fits ? requested?.made : whole;
  if (fitting?.fits === false)
    return (
      <>
        <h1 className="vh">Sign as an owner</h1>
        <DoesNotFit differences={fitting.differences} subject={transfer.id} safe={transfer.safe} />
      </>
    );
  if (requested === null || !requested.made.fits) return <NothingToSign transfer={transfer} />;
  const { made, kind } = requested;
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
  const { id, name } = usePerson();
  const isHidden = wantedOf(transfer) !== 'nothing';
  const isSent = DONE.includes(transfer.state);
  const hasSigned = isSent && transfer.ownerSignatures.some(({ person }) => person === id);
  const back = (
    <Link className={hasSigned ? 'btn btn-main' : 'btn'} to="/transfers/$id" params={{ id: transfer.id }}>
      To the transfer
    </Link>
  );
  return (
    <>
      <div className="standing">
        <div className="row">
          <StateMark state={transfer.state} isChip />
        </div>
      </div>
      <h1 className={styles.nothing}>{hasSigned ? 'You have signed it' : 'Nothing to sign here'}</h1>
      <Say
        {...(transfer.state === 'settled' ? { tone: 'ok' } : {})}
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
      <NextPerson transfer={transfer} />
    </>
  );
}

const DONE: readonly string[] = ['submitted', 'executed', 'settled'];

const EARLY =
  'Owners are asked once it was confirmed and looked at for the last time. If anybody asks you to sign it before that, sign nothing, and freeze.';
const ENDED = 'It has ended. If anybody asks you to sign it, sign nothing, and freeze.';

const WHY: Readonly<Partial<Record<ToSign['transfer']['state'], string>>> = {
  submitted: 'The owners have signed, and it was sent. It waits to be mined.',
  executed: 'The owners have signed, and it was executed. It waits until that is final and compared.',
  settled: 'The owners have signed, and what the chain did is what was approved.',
  ...{ refused: ENDED, rejected: ENDED, expired: ENDED, cancelled: ENDED },
  ...{ mismatched: ENDED, superseded: ENDED },
};

function whyNothing({ state, evidence }: ToSign['transfer']): string {
  if (evidence.state !== 'cancelling') return WHY[state] ?? EARLY;
  return evidence.cancel.stage === 'submitted'
    ? 'The owners have signed the burn of its nonce, and it was sent.'
    : 'Its cancel was asked for. Sign nothing of it: once the cancel is confirmed, the burn of its nonce is signed here.';
}
