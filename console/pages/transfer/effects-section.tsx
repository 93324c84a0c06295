import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Amount } from '../../parts/amount.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { ShortAddress } from '../../parts/hex.js';
import { flowOf } from './flow-of.js';
import { FlowPicture } from './flow-picture.js';

/** What it does: as a picture, and the same as a table. */
export function EffectsSection({ transfer }: { readonly transfer: TransferDetail }) {
  const { effects, amount, asset, safe, destination, nonce } = transfer;
  if (effects === null || amount === null || destination === null) return null;
  const flow = flowOf(transfer);
  const names = new Map([
    [safe.address, safe.label],
    [destination.address, destination.label],
  ]);
  return (
    <section aria-labelledby="effects">
      <div className="head">
        <h2 id="effects">What it does</h2>
        <p>Derived from the intent, and the same in every simulation. Nothing else is written.</p>
      </div>
      {flow ? (
        <FlowPicture {...{ flow, amount }} symbol={asset.symbol} from={safe.label} to={destination.label} />
      ) : null}
      <Table columns={['Account', 'Asset', { number: 'Before' }, { number: 'Change' }, { number: 'After' }]}>
        {effects.moves.toSorted(outFirst).map((move) => (
          <MoveRow key={move.account} move={move} name={names.get(move.account)} symbol={asset.symbol} />
        ))}
        {nonce === null ? null : <NonceRow name={safe.label} nonce={BigInt(nonce)} />}
      </Table>
    </section>
  );
}

type Move = NonNullable<TransferDetail['effects']>['moves'][number];

function outFirst(one: Move, other: Move): number {
  return Number(other.change.startsWith('-')) - Number(one.change.startsWith('-'));
}

interface MoveRowProps {
  readonly move: Move;
  readonly name: string | undefined;
  readonly symbol: string;
}

function MoveRow({ move: { account, before, change, after }, name, symbol }: MoveRowProps) {
  const isOut = change.startsWith('-');
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {name === undefined ? <ShortAddress value={account} /> : <Said>{name}</Said>}
      </th>
      <td role="cell" data-is="Asset">
        <Said>{symbol}</Said>
      </td>
      <td role="cell" data-is="Before" className="num">
        {before === null ? 'not read' : <Amount value={before} />}
      </td>
      <td role="cell" data-is="Change" className="num">
        {isOut ? '− ' : '+ '}
        <Amount value={change.replace('-', '')} />
      </td>
      <td role="cell" data-is="After" className="num">
        {after === null ? 'not read' : <Amount value={after} />}
      </td>
    </tr>
  );
}

function NonceRow({ name, nonce }: { readonly name: string; readonly nonce: bigint }) {
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <Said>{name}</Said>
      </th>
      <td role="cell" data-is="Asset" className="quiet">
        slot 5, the nonce
      </td>
      <td role="cell" data-is="Before" className="num">
        {nonce.toString()}
      </td>
      <td role="cell" data-is="Change" className="num">
        + 1
      </td>
      <td role="cell" data-is="After" className="num">
        {(nonce + 1n).toString()}
      </td>
    </tr>
  );
}
