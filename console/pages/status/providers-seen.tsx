import type { ProviderHealth } from '../../../src/health/parts/health-parts.contract.js';
import { grouped } from '../../parts/amount.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';

/** What each provider claims as its head, and how far that is behind the highest that can be. */
export function ProvidersSeen({ providers }: { readonly providers: readonly ProviderHealth[] }) {
  return (
    <Table columns={['Provider', 'State', { number: 'Head' }, { number: 'Behind' }, 'Since']}>
      {providers.map(({ name, ok, state, since, head, lagBlocks, lagSeconds }) => (
        <tr role="row" key={name}>
          <th role="rowheader" scope="row">
            <Said>{name}</Said>
          </th>
          <td role="cell" data-is="State">
            <Status tone={ok ? 'ok' : 'stop'} icon={ok ? 'severity-ok' : 'severity-critical'}>
              {state}
            </Status>
          </td>
          <td role="cell" className="num" data-is="Head">
            {head === null ? <span className="quiet">not said</span> : grouped(String(head))}
          </td>
          <td role="cell" className="num" data-is="Behind">
            {lagBlocks === null ? '' : `${grouped(String(lagBlocks))} blocks`}
            {lagSeconds === null ? '' : `, ${grouped(String(lagSeconds))} s`}
          </td>
          <td role="cell" data-is="Since">
            <When at={since} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
