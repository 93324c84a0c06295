import { pendingDestinations } from '../../domain/register/pending-destinations.js';
import type { Registered } from '../../domain/register/registered.js';
import { canonicalText } from '../../domain/simulation/effects.js';
import { assetAddress } from '../../domain/transfers/intent.js';
import { parseId } from '../../domain/values/identifier.js';
import type { Wish } from '../statements/intent-statement.js';
import { mismatched } from '../terminal/failures.js';

/**
 * A wish is made of what the gateway lists under the names that somebody wrote. Before it is signed, each of its objects
 * has to be in the register as it is listed: an asset of other decimals is another amount, an address under a known name
 * another payee.
 */
export function requireRegistered(wish: Wish, register: Registered): void {
  const { safe, asset, destination, requester } = wish;
  const [pinned, known] = [register.safe(safe.id), register.asset(asset.id)];
  const entry = destinationIn(register, destination.id);
  const person = register.people.get(parseId('per', requester.id));
  const faults: readonly (readonly [string, unknown, unknown])[] = [
    [
      `the Safe ${safe.name}`,
      [safe.name, safe.address, wish.chainId],
      pinned && [pinned.label, pinned.profile.address, pinned.profile.chainId],
    ],
    [
      `the asset ${asset.name}`,
      [asset.name, asset.address, asset.decimals],
      known && !known.isRemoved && [known.asset.symbol, assetAddress(known.asset), known.asset.decimals],
    ],
    [
      `the destination ${destination.name}`,
      [destination.name, destination.address],
      entry?.removedAt === null && [entry.label, entry.address],
    ],
    [`you, ${requester.name}`, requester.name, person?.name],
  ];
  const lines = faults.flatMap(([name, listed, registered]) =>
    canonicalText(listed) === canonicalText(registered ?? null)
      ? []
      : [`  ${name}: listed as ${canonicalText(listed)}, registered as ${canonicalText(registered || null)}`],
  );
  if (lines.length === 0) return;
  throw mismatched(
    'nothing was signed: what the gateway lists is not what is registered',
    ...lines,
    '  If it was changed just now, ask again in a moment. Otherwise tell whoever runs the gateway.',
  );
}

/** One that is approved and begins only later can be asked for, too. */
function destinationIn(register: Registered, id: string) {
  return (
    register.destination(id) ?? pendingDestinations(register).find(({ entry }) => entry.id === id)?.entry
  );
}
