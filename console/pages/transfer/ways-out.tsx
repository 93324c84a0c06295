import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Amount } from '../../parts/amount.js';
import { roomLeft } from './room-left.js';

/** What can be done instead of a transfer that was refused. */
export function WaysOut({ transfer }: { readonly transfer: TransferDetail }) {
  const left = roomLeft(transfer);
  const { symbol } = transfer.asset;
  return (
    <section aria-labelledby="ways-out">
      <div className="head">
        <h2 id="ways-out">What you can do</h2>
      </div>
      <ul className="plain">
        {left?.now == null ? null : (
          <li>
            Ask for at most <Amount value={left.now} unit={symbol} />: that fits every limit that said no.
          </li>
        )}
        {left?.excepted == null ? null : (
          <li>
            Ask for at most <Amount value={left.excepted} unit={symbol} />: it needs an exception by
            compliance besides.
          </li>
        )}
        <li>For anything else the policy has to change. Compliance or an admin proposes that; it waits.</li>
      </ul>
    </section>
  );
}
