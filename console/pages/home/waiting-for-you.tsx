import { Link } from '@tanstack/react-router';
import type { InboxItem } from '../../../src/inbox/inbox.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { useNow } from '../../parts/clock.js';
import type { IconName } from '../../parts/icon.js';
import { Sentence } from '../../parts/sentence.js';
import { Status } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { When, span } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import { Bones } from './bones.js';
import styles from './home.module.css';

const WORDS: Readonly<Record<InboxItem['kind'], { readonly word: string; readonly icon: IconName }>> = {
  confirm: { word: 'Confirm', icon: 'state-awaiting-confirmation' },
  rekey: { word: 'Enter', icon: 'act-hidden' },
  except: { word: 'Except', icon: 'state-needs-exception' },
  sign: { word: 'Sign', icon: 'state-signed' },
  answer: { word: 'Answer', icon: 'page-changes' },
  'answer-cancel': { word: 'Cancel', icon: 'state-cancelling' },
  'sign-cancel': { word: 'Sign cancel', icon: 'state-cancelling' },
};

/** What nobody but this person, and a few others, can do now. */
export function WaitingForYou() {
  const inbox = useRead(reads.inbox);
  const isOperator = usePerson().roles.includes('operator');
  return (
    <section aria-labelledby="waiting">
      <Answered of={inbox} skeleton={<Bones />}>
        {({ data }) => (
          <>
            <div className="title">
              <h1 id="waiting">{titleOf(data.length)}</h1>
              {isOperator ? (
                <span className="acts">
                  <Link className="btn btn-main" to="/transfers/new">
                    New transfer
                  </Link>
                </span>
              ) : null}
            </div>
            {data.length === 0 ? null : (
              <ul className={styles.todo}>
                {data.map((item) => (
                  <Item key={`${item.kind} ${item.subject.id}`} item={item} isFirst={item === data[0]} />
                ))}
              </ul>
            )}
          </>
        )}
      </Answered>
    </section>
  );
}

const NUMBERS = [
  'Nothing waits',
  'One thing waits',
  'Two things wait',
  'Three things wait',
  'Four things wait',
];

function titleOf(count: number): string {
  return `${NUMBERS[count] ?? `${String(count)} things wait`} for you`;
}

const SECOND = 1_000;

function Item({ item, isFirst }: { readonly item: InboxItem; readonly isFirst: boolean }) {
  const { word, icon } = WORDS[item.kind];
  const now = useNow() * SECOND;
  const { requesterName, since, expiresAt, progress } = item;
  return (
    <li>
      <Status tone="wait" icon={icon}>
        {word}
      </Status>
      <div>
        <p className={styles.sentence}>
          <Words item={item} />
        </p>
        <p className={styles.meta}>
          {requesterName === null ? null : (
            <>
              <Said>{requesterName}</Said>,{' '}
            </>
          )}
          <When at={since} />.{' '}
          {expiresAt === null ? null : (
            <>
              Expires in {span(Date.parse(expiresAt) - now)}, <When at={expiresAt} />.{' '}
            </>
          )}
          <Said>
            {progress
              .map(({ group, needed, have }) => `${String(have)} of ${String(needed)} of ${group}`)
              .join(', ')}
          </Said>
        </p>
      </div>
      <Open item={item} isFirst={isFirst} />
    </li>
  );
}

function Words({ item: { words, subject, masked } }: { readonly item: InboxItem }) {
  if (masked || words === null) return 'A transfer that you enter from the ticket, before you are shown it';
  if (subject.kind === 'transfer') return <Sentence words={words} isShort />;
  const [first = '', ...more] = words.split('\n');
  return (
    <>
      <Said>{first}</Said>
      {more.length === 0 ? '' : ` And ${String(more.length)} more.`}
    </>
  );
}

function Open({ item: { subject, kind }, isFirst }: { readonly item: InboxItem; readonly isFirst: boolean }) {
  const className = isFirst ? 'btn btn-main' : 'btn';
  const { id } = subject;
  if (subject.kind === 'change')
    return (
      <Link className={className} to="/changes/$id" params={{ id }}>
        Open
      </Link>
    );
  return (
    <Link
      className={className}
      to={kind === 'sign' || kind === 'sign-cancel' ? '/transfers/$id/sign' : '/transfers/$id'}
      params={{ id }}
    >
      Open
    </Link>
  );
}
