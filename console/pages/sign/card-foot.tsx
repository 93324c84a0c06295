import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import type { MadeRequest } from '../../signing/checks/owner-request-checks.js';
import type { Requested } from './to-sign.js';

interface CardFootProps {
  readonly requested: Requested;
  readonly made: MadeRequest;
}

/** On paper only: who stands behind it, and boxes to tick beside the device. */
export function CardFoot({ requested: { transfer, kind }, made }: CardFootProps) {
  const names = transfer.confirmations
    .filter(({ status, decision }) => status === 'counts' && decision === 'confirm')
    .map(({ personName, person }) => personName ?? person);
  const what =
    kind === 'burn' ? ['digest', 'to is the Safe itself', 'no data'] : ['digest', 'destination', 'amount'];
  return (
    <div className="print-only">
      <dl className="facts">
        <dt>Requested by</dt>
        <dd>
          <Said>{transfer.requesterName ?? transfer.requester}</Said>,{' '}
          <When at={transfer.createdAt} isWhole />
        </dd>
        <dt>Confirmed by</dt>
        <dd>
          <Said>{names.join(', ')}</Said>
        </dd>
      </dl>
      <p className="gap">
        <b>My device showed the same</b>
      </p>
      <ul className="boxes">
        {[...what, `nonce ${made.transaction.nonce.toString()}`].map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </div>
  );
}
