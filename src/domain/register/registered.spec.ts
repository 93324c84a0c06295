import { describe, expect, it } from '@jest/globals';
import { aStoredContent } from '../../../test/builders/destination.js';
import { HOT_WALLET } from '../../../test/builders/policy.js';
import type { Json } from '../values/canonical-json.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type Ledger, objectKey } from './ledger.js';
import { Registered } from './registered.js';

const hash = parseBytes32(`0x${'ab'.repeat(32)}`);
const changeId = parseId('chg', 'chg_01890a5d-ac96-774b-bcce-b302099a8057');

/** A register with nothing but versions of one destination, at these moments; null is a removal. */
function withVersions(...versions: readonly (readonly [number, Record<string, unknown> | null])[]) {
  const stored = versions.map(([since, change]) => ({
    content: change === null ? null : (aStoredContent(change) as Json),
    hash,
    changeId,
    since: unixSeconds(since),
  }));
  const ledger: Ledger = {
    installation: { chainId: 1, id: hash },
    objects: new Map([[objectKey('destination', HOT_WALLET), stored]]),
    changes: new Map(),
    open: new Set(),
    keysOf: new Map(),
    clock: unixSeconds(1_000),
    size: versions.length,
    head: hash,
    heads: new Set(),
  };
  return new Registered(ledger).destination(HOT_WALLET);
}

describe('an entry of the address book in the register', () => {
  it('C10: cools off from its first version on, and not anew from a later one', () => {
    expect(withVersions([100, {}])).toMatchObject({ approvedAt: 100, removedAt: null });
    const confirmed = withVersions([100, {}], [500, { expiresAt: 2_000_000_000 }]);
    expect(confirmed).toMatchObject({ approvedAt: 100, expiresAt: 2_000_000_000 });
  });

  it('keeps what the founding said of its approval', () => {
    expect(withVersions([100, { approvedAt: 7 }], [500, {}])).toMatchObject({ approvedAt: 7 });
  });

  it('C11: cools off anew after a removal, and is shown removed until then', () => {
    expect(withVersions([100, {}], [500, null])).toMatchObject({ approvedAt: 100, removedAt: 500 });
    expect(withVersions([100, {}], [500, null], [900, {}])).toMatchObject({
      approvedAt: 900,
      removedAt: null,
    });
  });
});
