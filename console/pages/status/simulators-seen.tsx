import type { SimulatorHealth } from '../../../src/health/parts/health-parts.contract.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';

/** The last run of each engine at each provider. */
export function SimulatorsSeen({ runs }: { readonly runs: readonly SimulatorHealth[] }) {
  if (runs.length === 0) return null;
  return (
    <Table columns={['Engine', 'At', 'Last run', 'When']}>
      {runs.map(({ engine, provider, ok, at }) => (
        <tr role="row" key={`${engine} ${provider}`}>
          <th role="rowheader" scope="row">
            <code>
              <Said>{engine}</Said>
            </code>
          </th>
          <td role="cell" data-is="At">
            <Said>{provider}</Said>
          </td>
          <td role="cell" data-is="Last run">
            <Status tone={ok ? 'ok' : 'stop'} icon={ok ? 'severity-ok' : 'severity-critical'}>
              {ok ? 'had a result' : 'failed'}
            </Status>
          </td>
          <td role="cell" data-is="When">
            <When at={at} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
