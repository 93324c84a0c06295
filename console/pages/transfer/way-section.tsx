import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { Timeline } from '../../../src/transfer-api/detail/timeline.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Icon, type IconName } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import type { Answer, Step } from './way-facts.js';
import { wayOf } from './way-of.js';
import styles from './way.module.css';

/** What happened, and what comes: the gates in order, the present one with its people. */
export function WaySection({ transfer }: { readonly transfer: TransferDetail }) {
  const { data: timeline } = useRead(reads.timeline(transfer.id));
  const { data: safe } = useRead(reads.safe(transfer.safe.id));
  const { data: people } = useRead(reads.people({}));
  const entries = timeline?.data ?? [];
  const steps = wayOf({
    ...{ transfer, timeline: entries, people: people?.data ?? [] },
    threshold: safe?.profile.threshold ?? null,
  });
  return (
    <section aria-labelledby="way">
      <div className="head">
        <h2 id="way">What happened, and what comes</h2>
      </div>
      <ol className={styles.way}>
        {steps.map((step) => (
          <StepRow key={step.name} step={step} />
        ))}
      </ol>
      <WholeLog entries={entries} isWhole={timeline?.nextCursor == null} />
    </section>
  );
}

const LOOK: Readonly<Record<Step['kind'], { readonly icon: IconName; readonly tone: string }>> = {
  done: { icon: 'state-settled', tone: 'ok' },
  now: { icon: 'state-awaiting-confirmation', tone: 'wait' },
  next: { icon: 'state-todo', tone: '' },
  ended: { icon: 'state-cancelled', tone: '' },
  stopped: { icon: 'state-refused', tone: 'stop' },
};

function StepRow({ step: { name, kind, words, at, answers } }: { readonly step: Step }) {
  const { icon, tone } = LOOK[kind];
  return (
    <li
      className={kind === 'next' ? styles.next : undefined}
      aria-current={kind === 'now' ? 'step' : undefined}
    >
      <span className={`${styles.mark ?? ''} ${tone}`}>
        <Icon name={icon} />
      </span>
      <b className={kind === 'done' || kind === 'next' ? '' : tone}>{name}</b>
      <div>
        <Said>{words}</Said>
        {answers.length === 0 ? null : (
          <ul className={styles.answers}>
            {answers.map((answer, place) => (
              <AnswerRow key={`${answer.words}${String(place)}`} answer={answer} />
            ))}
          </ul>
        )}
      </div>
      <span className={styles.at}>
        {at === null ? null : (
          <>
            {kind === 'now' ? 'since ' : ''}
            <When at={at} />
          </>
        )}
      </span>
    </li>
  );
}

const ANSWER: Readonly<Record<Answer['kind'], { readonly icon: IconName; readonly tone: string }>> = {
  yes: { icon: 'severity-ok', tone: 'ok' },
  no: { icon: 'severity-critical', tone: 'stop' },
  invalid: { icon: 'severity-critical', tone: 'stop' },
  stale: { icon: 'state-stale', tone: 'quiet' },
  open: { icon: 'state-todo', tone: '' },
};

function AnswerRow({ answer: { kind, words, at, could } }: { readonly answer: Answer }) {
  const { icon, tone } = ANSWER[kind];
  const person = usePerson();
  return (
    <li>
      <span className={tone}>
        <Icon name={icon} />
      </span>
      <span className={kind === 'stale' ? 'quiet' : undefined}>
        <Said>{words}</Said>
        {at === null ? null : (
          <>
            , <When at={at} />
          </>
        )}
        {kind !== 'open'
          ? null
          : could.length === 0
            ? ': nobody can'
            : could.map(({ id, name }, place) => (
                <span key={id}>
                  {place === 0 ? ': ' : place === could.length - 1 ? ' or ' : ', '}
                  {id === person.id ? <b>you</b> : <Said>{name}</Said>}
                </span>
              ))}
      </span>
    </li>
  );
}

/** Every entry of the log about it, as it was written. */
interface WholeLogProps {
  readonly entries: Timeline['data'];
  readonly isWhole: boolean;
}

function WholeLog({ entries, isWhole }: WholeLogProps) {
  if (entries.length === 0) return null;
  return (
    <details className="fold">
      <summary>
        <Icon name="act-right" />
        {isWhole ? 'All' : 'The first'} {entries.length} entries of the log about it
      </summary>
      <ol className={styles.log}>
        {entries.map(({ at, sentence, gate, entry }, place) => (
          <li key={entry ?? `${at}${String(place)}`}>
            <span className={styles.at}>
              <When at={at} />
            </span>
            <span>
              <Said>{sentence ?? gate}</Said>
            </span>
            <span className="quiet">{entry === null ? 'not in the log yet' : `entry ${entry}`}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
