import type { LogHealth } from '../../../src/health/parts/health-parts.contract.js';
import { grouped } from '../../parts/amount.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import styles from './status.module.css';

/** How far the log is signed for, and how far each witness follows it. */
export function LogSeen({ log: { size, checkpoint, unsequenced, witnesses } }: { readonly log: LogHealth }) {
  return (
    <>
      <dl className={`facts gap ${styles.facts ?? ''}`}>
        <dt>entries</dt>
        <dd>{grouped(size)}</dd>
        <dt>signed for</dt>
        <dd>
          {checkpoint === null ? (
            'none yet'
          ) : (
            <>
              {grouped(checkpoint.size)}, <When at={checkpoint.at} />
            </>
          )}
        </dd>
        <dt>without a place yet</dt>
        <dd>{grouped(String(unsequenced))}</dd>
        {witnesses.length === 0 ? (
          <>
            <dt>witnesses</dt>
            <dd>none is asked for</dd>
          </>
        ) : null}
      </dl>
      {witnesses.length === 0 ? null : <WitnessTable witnesses={witnesses} />}
    </>
  );
}

function WitnessTable({ witnesses }: Pick<LogHealth, 'witnesses'>) {
  return (
    <Table columns={['Witness', { number: 'Cosigned up to' }, { number: 'Behind' }, 'Last']}>
      {witnesses.map(({ name, cosignedSize, behind, at }) => (
        <tr role="row" key={name}>
          <th role="rowheader" scope="row">
            <Said>{name}</Said>
          </th>
          <td role="cell" className="num" data-is="Cosigned">
            {grouped(cosignedSize)}
          </td>
          <td role="cell" className="num" data-is="Behind">
            {grouped(behind)} entries
          </td>
          <td role="cell" data-is="Last">
            {at === null ? <span className="quiet">never</span> : <When at={at} />}
          </td>
        </tr>
      ))}
    </Table>
  );
}
