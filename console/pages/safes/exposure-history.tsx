import { shownOnPage } from '../../../src/domain/values/shown.js';
import type { ExposureRecordView } from '../../../src/safe-api/exposures.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Amount } from '../../parts/amount.js';
import { Bones } from '../../parts/bones.js';
import { Answered } from '../../parts/answered.js';
import { useNow } from '../../parts/clock.js';
import { isHidden } from '../../parts/hidden.js';
import { Icon } from '../../parts/icon.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { type ExposureLine, exposureLines, stepPath } from './exposure-steps.js';
import styles from './safes.module.css';

const MINUTE = 60;
const SECOND = 1_000;

/** What could leave the Safe over time: a line for each asset, and the same as a table. */
export function ExposureHistory({ id }: { readonly id: string }) {
  const history = useRead(reads.exposureHistory(id), { every: MINUTE * SECOND });
  if (isHidden(history.error)) return null;
  return (
    <section aria-labelledby="history">
      <div className="head">
        <h2 id="history">Exposure over time</h2>
        <p>What could leave by what owners had signed or were asked to. Looked at every half minute.</p>
      </div>
      <Answered of={history} skeleton={<Bones lines={['bone-28 b-80']} />}>
        {({ data, nextCursor }) => <History records={data} isWhole={nextCursor === null} />}
      </Answered>
    </section>
  );
}

interface HistoryProps {
  readonly records: readonly ExposureRecordView[];
  readonly isWhole: boolean;
}

function History({ records, isWhole }: HistoryProps) {
  const lines = exposureLines(records);
  // To a minute, so that the picture is not drawn anew every second.
  const now = Math.ceil(useNow() / MINUTE) * MINUTE * SECOND;
  if (lines.length === 0)
    return <p className="small quiet">No look has seen anything signed or asked for.</p>;
  return (
    <>
      {lines.map((line) => (
        <Line key={line.asset.id} line={line} now={now} />
      ))}
      <details className="fold">
        <summary>
          <Icon name="act-right" />
          The same as a table
        </summary>
        <RecordTable records={records} />
        {isWhole ? null : (
          <p className="small quiet">
            Older records are in the log: only the latest {records.length} stand here.
          </p>
        )}
      </details>
    </>
  );
}

const WIDTH = 1_000;
const HEIGHT = 64;

function Line({ line, now }: { readonly line: ExposureLine; readonly now: number }) {
  const { asset, steps, most } = line;
  const path = stepPath(line, { width: WIDTH, height: HEIGHT, now });
  const last = steps.at(-1);
  return (
    <figure className={styles.line2}>
      <figcaption className="small">
        <b>
          <Said>{asset.symbol}</Said>
        </b>{' '}
        <span className="quiet">
          now <Amount value={last?.amount ?? '0'} />, at most <Amount value={most.amount} /> (
          <When at={new Date(most.at).toISOString()} />)
        </span>
      </figcaption>
      <svg
        className={styles.steps}
        viewBox={`0 -2 ${String(WIDTH)} ${String(HEIGHT + 4)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={shownOnPage(
          `Exposure in ${asset.symbol}: now ${last?.amount ?? '0'}, at most ${most.amount}. The table has every step.`,
        )}
      >
        <path className={styles.ground} d={`M0 ${String(HEIGHT)}H${String(WIDTH)}`} />
        <path className={styles.area} d={`${path}V${String(HEIGHT)}H0Z`} />
        <path className={styles.stroke} d={path} />
      </svg>
      <p className={styles.axis}>
        <span>{steps[0] === undefined ? '' : <When at={new Date(steps[0].at).toISOString()} isWhole />}</span>
        <span>now</span>
      </p>
    </figure>
  );
}

function RecordTable({ records }: { readonly records: readonly ExposureRecordView[] }) {
  return (
    <Table columns={['From', 'Until', { number: 'Could leave' }, 'By']}>
      {records.map(({ id, at, worstCases, liveHashes }, index) => (
        <tr role="row" key={id}>
          <th role="rowheader" scope="row">
            <When at={at} />
          </th>
          <td role="cell" data-is="Until">
            {index === 0 ? 'now' : <When at={records[index - 1]?.at ?? at} />}
          </td>
          <td role="cell" className="num" data-is="Could leave">
            {worstCases.length === 0 ? 'nothing' : null}
            {worstCases.map(({ asset, amount }) => (
              <span key={asset.id} className={styles.line}>
                <Amount value={amount} unit={asset.symbol} />
              </span>
            ))}
          </td>
          <td role="cell" data-is="By">
            {liveHashes
              .map(
                ({ nonce, kind, owners, threshold }) =>
                  `${kind === 'cancel' ? 'the burn of nonce' : 'nonce'} ${nonce}, ${String(owners.length)} of ${String(threshold)} signed`,
              )
              .join('; ')}
          </td>
        </tr>
      ))}
    </Table>
  );
}
