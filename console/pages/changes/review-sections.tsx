import { Link } from '@tanstack/react-router';
import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { Say } from '../../parts/say.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import styles from './changes.module.css';

type Review = NonNullable<ChangeDetail['review']>;
type Replay = NonNullable<Review['replay']>;
type Ending = Replay['otherwise'][number]['was'];

/** What a policy would have done to past transfers, and what is odd in it. It is advice, and nobody signs it. */
export function ReviewSections({ change: { review } }: { readonly change: ChangeDetail }) {
  if (review === null) return null;
  return (
    <>
      {review.replay === null ? null : <ReplaySection replay={review.replay} />}
      {review.remarks.length === 0 ? null : (
        <section aria-labelledby="remarks">
          <div className="head">
            <h2 id="remarks">Remarks</h2>
          </div>
          <div className={styles.remarks}>
            {review.remarks.map(({ code, rules, tiers, words }) => (
              <Say key={`${code}${words}`} tone="wait" title={[...rules, ...tiers].join(', ') || code}>
                <p>
                  <Said>{words}</Said>
                </p>
                <p className="code-line">
                  <code>
                    <Said>{code}</Said>
                  </code>
                </p>
              </Say>
            ))}
          </div>
        </section>
      )}
    </>
  );
}

function ReplaySection({ replay }: { readonly replay: Replay }) {
  const { summary, otherwise, otherwiseCount, isComplete, veiled, assumed } = replay;
  const notes = [
    ...(otherwiseCount > otherwise.length ? [`The latest ${String(otherwise.length)} are shown.`] : []),
    ...(isComplete ? [] : ['There were too many transfers for one replay: it begins later.']),
    ...(veiled === 0 ? [] : [`${String(veiled)} are hidden from you until you have entered them.`]),
    ...(assumed.length === 0 ? [] : [`Assumed: ${assumed.join(' ')}`]),
  ];
  return (
    <section aria-labelledby="replay">
      <div className="head">
        <h2 id="replay">What it would have done</h2>
        <p>
          <Said>{summary}</Said>
        </p>
      </div>
      {otherwise.length === 0 ? null : (
        <Table
          columns={['Asked', 'Ended', 'Would have ended', 'Because', 'Transfer']}
          className={styles.replay}
        >
          {otherwise.map((each) => (
            <tr role="row" key={each.transfer}>
              <td role="cell" data-is="Asked" className="nowrap">
                <When at={each.at} />
              </td>
              <td role="cell" data-is="Ended">
                <EndingMark of={each.was} />
              </td>
              <td role="cell" data-is="Would have">
                <EndingMark of={each.would} />
              </td>
              <td role="cell" data-is="Because">
                <Said>{each.because.join('; ')}</Said>
              </td>
              <td role="cell" data-is="Transfer">
                <Link to="/transfers/$id" params={{ id: each.transfer }}>
                  Open<span className="vh"> {each.transfer}</span>
                </Link>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {notes.length === 0 ? null : (
        <p className="small quiet gap">
          <Said>{notes.join(' ')}</Said>
        </p>
      )}
    </section>
  );
}

const ENDINGS = {
  permit: { tone: 'ok', icon: 'severity-ok' },
  'needs-exception': { tone: 'wait', icon: 'state-needs-exception' },
  deny: { tone: 'stop', icon: 'state-refused' },
} as const;

function EndingMark({ of: { outcome, tier } }: { readonly of: Ending }) {
  return (
    <>
      <Status {...ENDINGS[outcome]}>{outcome}</Status>
      {tier === null ? null : <div className="quiet">tier {tier.name}</div>}
    </>
  );
}
