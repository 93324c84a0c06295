import type { FindingView } from '../../../src/safe-api/findings/findings.contract.js';
import { Icon } from '../../parts/icon.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { Value } from '../../parts/value.js';
import { type FindingValues, findingValues } from './finding-values.js';

/** What was approved beside what was found. */
export function FindingPairs({ finding }: { readonly finding: FindingView }) {
  const { pairs } = findingValues(finding);
  return pairs.length === 0 ? null : <PairTable pairs={pairs} />;
}

/** What else the finding says. */
export function FindingFacts({ finding }: { readonly finding: FindingView }) {
  const { facts } = findingValues(finding);
  if (facts.length === 0) return null;
  return (
    <details className="fold">
      <summary>
        <Icon name="act-right" />
        What else was recorded
      </summary>
      <dl className="facts">
        {facts.map(([name, value]) => [
          <dt key={`${name} is`}>
            <Said>{name}</Said>
          </dt>,
          <dd key={name}>
            <Value value={value} name={name} />
          </dd>,
        ])}
      </dl>
    </details>
  );
}

function PairTable({ pairs }: Pick<FindingValues, 'pairs'>) {
  return (
    <Table columns={['What', 'Approved', 'Found']}>
      {pairs.map(({ what, approved, found }) => (
        <tr role="row" key={what}>
          <th role="rowheader" scope="row">
            <Said>{what}</Said>
          </th>
          <td role="cell" data-is="Approved">
            <Value value={approved} name={`${what}, approved`} />
          </td>
          <td role="cell" data-is="Found" className="stop">
            <Value value={found} name={`${what}, found`} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
