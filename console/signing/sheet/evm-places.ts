import type { ChangeView } from '../../../src/changes/changes.contract.js';

/** Where only wallets fill the places that somebody could fill, a passkey is not even offered. */
export function evmPlaces(
  { require }: Pick<ChangeView, 'require'>,
  groups: readonly string[],
): 'evm' | undefined {
  const places = require.filter(({ group }) => groups.includes(group));
  return places.length > 0 && places.every(({ keys }) => keys === 'evm') ? 'evm' : undefined;
}
