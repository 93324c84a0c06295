import type { Balance, SafeDetail } from '../../../src/safe-api/safe-detail.contract.js';
import { Amount } from '../../parts/amount.js';
import { useNow } from '../../parts/clock.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When, span } from '../../parts/when.js';

const SECOND = 1_000;

/** What is in the Safe. Dollars come second, and never without where the price is from and how old it is. */
export function SafeBalances({ safe: { balances, block } }: { readonly safe: SafeDetail }) {
  return (
    <section aria-labelledby="balances">
      <div className="head">
        <h2 id="balances">In it</h2>
        {block === null ? null : (
          <p>
            at block {block.number}, <When at={block.at} isWhole />
          </p>
        )}
      </div>
      {balances === null ? (
        <p className="small quiet">Not known: the chain could not be read.</p>
      ) : balances.length === 0 ? (
        <p className="small quiet">The policy lets no asset leave this Safe, so none is counted.</p>
      ) : (
        <Table columns={['Asset', { number: 'Amount' }, { number: 'In USD, about' }, 'By the price of']}>
          {balances.map((balance) => (
            <Row key={balance.asset.id} balance={balance} />
          ))}
        </Table>
      )}
    </section>
  );
}

function Row({ balance: { asset, amount, usd } }: { readonly balance: Balance }) {
  const now = useNow() * SECOND;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <Said>{asset.symbol}</Said>
      </th>
      <td role="cell" className="num" data-is="Amount">
        {amount === null ? (
          <span className="quiet">could not be read</span>
        ) : (
          <b>
            <Amount value={amount} />
          </b>
        )}
      </td>
      <td role="cell" className="num quiet" data-is="USD">
        {usd === null ? 'no price' : <Amount value={usd.value} />}
      </td>
      <td role="cell" className="quiet" data-is="Price">
        {usd === null ? (
          'none can be believed'
        ) : usd.source === 'policy' ? (
          'fixed by the policy'
        ) : (
          <>
            the feed{' '}
            <code>
              <Said>{usd.source}</Said>
            </code>
            , {span(now - Date.parse(usd.at))} old (<When at={usd.at} />)
          </>
        )}
      </td>
    </tr>
  );
}
