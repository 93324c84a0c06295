import { formatMeasure } from '../../../src/domain/policies/measure.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

/** What would fit the limits that refused a transfer, in whole units of its asset. */
export interface RoomLeft {
  /** Without an exception; null if nothing would, or a limit is not in the asset. */
  readonly now: string | null;
  /** With one for every rule that may be waived; null if that is no more. */
  readonly excepted: string | null;
}

/** Null if something else than limits in the asset says no: then an amount alone changes nothing. */
export function roomLeft({ decision, amountUnits, asset }: TransferDetail): RoomLeft | null {
  if (amountUnits === null) return null;
  const own = BigInt(amountUnits);
  // Tiers end where the amount gets too large: a smaller one finds its own.
  const denials = (decision?.reasons ?? []).filter(
    ({ outcome, code }) => outcome === 'deny' && code !== 'NO_TIER',
  );
  if (denials.length === 0) return null;
  const rooms: bigint[] = [];
  const waived: bigint[] = [];
  for (const { unit, measured, headroom, ceiling, waivable } of denials) {
    if (unit !== 'asset' || measured === null || headroom === null) return null;
    const others = BigInt(measured) - own;
    rooms.push(BigInt(headroom));
    waived.push(waivable && ceiling !== null ? BigInt(ceiling) - others : BigInt(headroom));
  }
  const [now, excepted] = [least(rooms), least(waived)];
  const whole = (units: bigint) => formatMeasure(units, 'asset', asset.decimals);
  return {
    now: now > 0n ? whole(now) : null,
    excepted: excepted > now && excepted > 0n ? whole(excepted) : null,
  };
}

function least(all: readonly bigint[]): bigint {
  return all.reduce((one, other) => (one < other ? one : other));
}
