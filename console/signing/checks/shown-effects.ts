import type { MovableAsset, Movement } from '../../../src/domain/transfers/safe-transaction.js';
import type { Address } from '../../../src/domain/values/address.js';
import { formatAmount } from '../../../src/domain/values/amount.js';
import { EffectsSchema, canonicalText, effectsOf } from '../../../src/domain/simulation/effects.js';
import { expectedChanges } from '../../../src/domain/simulation/expected-effects.js';
import type { Check } from './check.js';

interface Approved {
  readonly safe: Address;
  readonly movement: Movement<MovableAsset>;
  readonly nonce: bigint;
}

/** Effects as people are shown them: what moves, beside everything that their digest is the hash of. */
export interface ShownEffects {
  readonly moves: readonly { readonly account: string; readonly change: string }[];
  readonly digested: unknown;
}

const AS_INTENDED = 'what the transfer moves, and the nonce';

export function movesCheck(effects: ShownEffects, approved: Approved): Check {
  return {
    what: 'What the effects change',
    computed: AS_INTENDED,
    sent: areExpected(effects, approved) ? AS_INTENDED : 'something else, or more',
  };
}

/**
 * Whether the effects that are signed by their hash change what the transfer moves and the Safe's nonce, nothing else
 * and nothing less; and whether the moves that are shown to people are those.
 */
function areExpected(effects: ShownEffects, { safe, movement, nonce }: Approved): boolean {
  const digested = EffectsSchema.safeParse(effects.digested);
  if (!digested.success || digested.data.status.outcome !== 'success') return false;
  const expected = effectsOf({ outcome: 'success' }, expectedChanges(safe, movement, nonce));
  const { decimals } = movement.asset;
  const moves = [...(expected.nativeChanges ?? []), ...(expected.tokenChanges ?? [])].map(
    ({ account, delta }) => [
      account,
      `${delta < 0n ? '-' : ''}${formatAmount(delta < 0n ? -delta : delta, decimals)}`,
    ],
  );
  return (
    expected.seen.every((section) => {
      const found = digested.data[section];
      return found !== undefined && canonicalText(found) === canonicalText(expected[section]);
    }) &&
    canonicalText(effects.moves.map(({ account, change }) => [account, change])) === canonicalText(moves)
  );
}
