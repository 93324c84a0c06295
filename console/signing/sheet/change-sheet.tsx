import { useRef, useState } from 'react';
import type { ChangeAnswerStatement } from '../../../src/changes/changes.contract.js';
import { answers } from '../../api/answers.js';
import { Answered } from '../../parts/answered.js';
import { NamedDigest } from '../../parts/named-digest.js';
import { Said } from '../../parts/text.js';
import { Until } from '../../parts/until.js';
import { usePerson } from '../../session/session.js';
import { DoesNotFit } from '../does-not-fit.js';
import type { Signable, SignatureBody } from '../signer.js';
import { useSigners } from '../use-signers.js';
import { ActOutcome } from './act-outcome.js';
import { ChangeSaid } from './change-said.js';
import { evmPlaces } from './evm-places.js';
import { NotYou } from './not-you.js';
import { PasskeyWarning } from './passkey-warning.js';
import { RejectForm } from './reject-form.js';
import { Sheet } from './sheet.js';
import { SheetSkeleton } from './sheet-skeleton.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';
import { SignButtons } from './sign-buttons.js';
import {
  type ToAnswerChange,
  sendChangeAnswer,
  toAnswerChange,
  useToAnswerChange,
} from './to-answer-change.js';
import { useAct } from './use-act.js';

type Decision = 'approve' | 'reject' | 'withdraw';

interface ChangeSheetProps {
  readonly id: string;
  readonly act: Decision;
  /** Closes it; `true` after an answer was taken. */
  readonly close: (isDone: boolean) => void;
}

const WORDS: Readonly<Record<Decision, { readonly title: string; readonly heading: string }>> = {
  approve: { title: 'Approve a change', heading: 'you are asked to approve' },
  reject: { title: 'Reject a change', heading: 'you are about to reject' },
  withdraw: { title: 'Withdraw a change', heading: 'you are about to withdraw' },
};

/** Answering a change. It asks for everything anew, and offers nothing before all of it fits. */
export function ChangeSheet({ id, act, close }: ChangeSheetProps) {
  const [decision, setDecision] = useState(act);
  const person = usePerson();
  const [isTaken, setTaken] = useState(false);
  const asked = useToAnswerChange(id, { person: person.id, decision }, !isTaken);
  const { data } = asked;
  const done = async (): Promise<void> => {
    // A second answer is nothing that anybody is asked for.
    setTaken(true);
    await answers.cancelQueries({ queryKey: [`/v1/changes/${id}`, 'to answer'] });
    // What the reader could answer too, so that nothing is offered that was done.
    await answers.invalidateQueries({
      predicate: ({ queryKey: [path, ...more] }) =>
        more.length === 0 && typeof path === 'string' && path.startsWith(`/v1/changes/${id}`),
    });
    close(true);
  };
  return (
    <Sheet
      title={WORDS[decision].title}
      facts={data === undefined ? undefined : <Until at={data.change.expiresAt} />}
      stage={decision}
      heading={
        data?.made.fits === false ? (
          <b>Stop here.</b>
        ) : (
          <>
            <b>
              <Said>{person.name}</Said>
            </b>
            , {WORDS[decision].heading}:
          </>
        )
      }
      close={() => {
        close(false);
      }}
    >
      <Answered of={asked} keeps={false} skeleton={<SheetSkeleton />}>
        {(shown) => <Content {...{ shown, decision, setDecision, done }} isOld={asked.isError} />}
      </Answered>
    </Sheet>
  );
}

interface ContentProps {
  readonly shown: ToAnswerChange;
  /** Whether it was asked for again, and not to be had. */
  readonly isOld: boolean;
  readonly decision: Decision;
  readonly setDecision: (decision: Decision) => void;
  readonly done: () => Promise<void>;
}

function Content({ shown, isOld, decision, setDecision, done }: ContentProps) {
  const { change, made } = shown;
  if (!made.fits)
    return (
      <div className={styles.say}>
        <DoesNotFit differences={made.differences} subject={change.id} safe={null} />
      </div>
    );
  return (
    <>
      <ChangeSaid shown={shown} />
      {decision === 'approve' ? (
        <Approving
          {...{ shown, isOld, done }}
          signable={made.made}
          reject={() => {
            setDecision('reject');
          }}
        />
      ) : (
        <Refusing
          {...{ shown, decision, done }}
          back={() => {
            setDecision('approve');
          }}
        />
      )}
    </>
  );
}

interface ApprovingProps extends Pick<ContentProps, 'shown' | 'isOld' | 'done'> {
  readonly signable: Signable;
  readonly reject: () => void;
}

function Approving({ shown, isOld, signable, reject, done }: ApprovingProps) {
  const { change, served } = shown;
  const person = usePerson();
  const signers = useSigners({ purpose: 'confirmation', keys: evmPlaces(change, person.groups) });
  const { act, sign } = useAct({
    prepare: () => ({ fits: true, made: signable }),
    send: (signature, key) =>
      sendChangeAnswer(change.id, { decision: 'approve', reason: '', served, signature }, key),
    done,
  });
  return (
    <>
      <div className="compare">
        <NamedDigest
          level={2}
          name="EIP-712 Digest"
          of="what you sign; it holds the sentences"
          value={signable.digest}
        />
        {signers.signers.some(({ kind }) => kind === 'passkey') ? <PasskeyWarning /> : null}
      </div>
      <NotYou answering={served} what="Your approval" whyNone={signers.whyNone} />
      <ActOutcome act={act} subject={change.id} safe={null} />
      <SheetActs>
        <button type="button" className="btn btn-stop btn-big" onClick={reject}>
          Reject…
        </button>
        <span className={styles.yes}>
          <SignButtons
            verb="Approve"
            signers={signers.signers}
            {...{ act, sign }}
            shown={signable.digest}
            isOff={!served.mayAnswer || isOld}
          />
        </span>
      </SheetActs>
    </>
  );
}

interface RefusingProps extends Pick<ContentProps, 'shown' | 'done'> {
  readonly decision: 'reject' | 'withdraw';
  readonly back: () => void;
}

const REFUSALS = {
  reject: {
    ...{ verb: 'Reject', question: 'Why do you reject it?' },
    consequence: 'It is signed, and everybody can read it. The change ends, and nothing is changed by it.',
  },
  withdraw: {
    ...{ verb: 'Withdraw', question: 'Why do you withdraw it?' },
    consequence: 'It is signed, and everybody can read it. The change ends; you can propose another one.',
  },
} as const;

/** A no, whose reason is part of what is signed: its statement is made when the reason is known. */
function Refusing({ shown: { change, served }, decision, done, back }: RefusingProps) {
  const person = usePerson();
  const { signers, whyNone } = useSigners({ purpose: 'confirmation' });
  const statement = useRef<ChangeAnswerStatement | null>(null);
  return (
    <>
      <NotYou answering={served} what={decision === 'reject' ? 'Your rejection' : 'It'} whyNone={whyNone} />
      <RejectForm
        subject={change.id}
        safe={null}
        signers={served.mayAnswer ? signers : []}
        prepare={async (reason) => {
          const anew = await toAnswerChange(change.id, { person: person.id, decision, reason });
          statement.current = anew.served;
          return anew.made;
        }}
        send={(signature: SignatureBody, reason, key) =>
          sendChangeAnswer(
            change.id,
            { decision, reason, served: statement.current ?? served, signature },
            key,
          )
        }
        done={done}
        back={decision === 'reject' ? back : null}
        {...REFUSALS[decision]}
      />
    </>
  );
}
