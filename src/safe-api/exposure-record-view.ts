import type { Registered } from '../domain/register/registered.js';
import { parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { ExposureRecord } from './exposure-records.repository.js';
import type { ExposureRecordView, RecordedHash } from './exposures.contract.js';
import { worstView } from './safe-views.js';

/** A record of a Safe's exposure as the API shows it. Amounts are printed by the assets of the register. */
export function recordView(register: Registered, { id, at, recorded }: ExposureRecord): ExposureRecordView {
  return {
    ...{ id, at: printTimestamp(at) },
    liveHashes: recorded.hashes.map((each) => hashView(register, each)),
    worstCases: recorded.worstCases.map((each) => amountView(register, each)),
  };
}

function hashView(register: Registered, each: ExposureRecord['recorded']['hashes'][number]): RecordedHash {
  const { transfer, kind, safeTxHash, nonce, destination, owners, threshold, executableByAnyone } = each;
  return {
    ...amountView(register, each),
    ...{ transfer, kind, safeTxHash, nonce, destination, owners: [...owners], threshold, executableByAnyone },
    ...{ since: printTimestamp(unixSeconds(each.since)), cancel: each.cancel },
  };
}

function amountView(
  register: Registered,
  { asset, amount }: { readonly asset: string; readonly amount: string },
) {
  return worstView(register, { assetId: parseId('ast', asset), amount: BigInt(amount) });
}
