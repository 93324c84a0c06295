import { ZERO_ADDRESS } from '../../../src/domain/values/address.js';
import type { Intent } from '../../../src/domain/transfers/intent.js';
import type { MovableAsset, Movement } from '../../../src/domain/transfers/safe-transaction.js';

/** What an intent moves: address and amount from the intent itself, only the names from elsewhere. */
export function intendedMovement(
  intent: Pick<Intent, 'asset' | 'destination' | 'amount'>,
  { id, symbol, decimals }: Pick<MovableAsset, 'id' | 'symbol' | 'decimals'>,
): Movement<MovableAsset> {
  const named = { id, symbol, decimals };
  const asset: MovableAsset =
    intent.asset === ZERO_ADDRESS
      ? { kind: 'native', ...named }
      : { kind: 'erc20', ...named, address: intent.asset };
  return { asset, destination: intent.destination, amount: intent.amount };
}
