import { describe, expect, it } from '@jest/globals';
import { ETHER, USDC } from '../../../test/builders/policy.js';
import { priceFeedContent } from '../../../test/builders/governed.js';
import { newId } from '../../infra/database/new-id.js';
import type { Json } from '../values/canonical-json.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type Ledger, objectKey } from './ledger.js';
import { unfitness } from './unfit.js';

const [FEED, OTHER_FEED] = [newId('pfd'), newId('pfd')];

/** A register with these versions of one price feed; null is a removal. */
function bookWith(
  ...contents: readonly Json[]
): Pick<Ledger, 'objects' | 'keysOf' | 'clock' | 'installation'> {
  const version = {
    hash: parseBytes32(`0x${'ab'.repeat(32)}`),
    changeId: parseId('chg', newId('chg')),
    since: unixSeconds(1),
  };
  const versions = contents.map((content) => ({ ...version, content }));
  return {
    objects: new Map([[objectKey('price-feed', FEED), versions]]),
    keysOf: new Map(),
    clock: unixSeconds(2),
    installation: { chainId: 1, id: version.hash },
  };
}

const wanted = (subject: string, parts: Record<string, Json> = {}) =>
  ({ kind: 'price-feed', subject, content: priceFeedContent(parts) }) as const;

describe(unfitness.name, () => {
  it('leaves an asset one price feed', () => {
    const book = bookWith(priceFeedContent());
    expect(unfitness(book, wanted(OTHER_FEED))).toBe(`the price of ${ETHER} is in the register as ${FEED}`);
    expect(unfitness(book, wanted(OTHER_FEED, { assetId: USDC }))).toBeUndefined();
    expect(unfitness(bookWith(priceFeedContent(), null), wanted(OTHER_FEED))).toBeUndefined();
  });

  it('lets a price feed change all but its asset', () => {
    const book = bookWith(priceFeedContent());
    const other = { aggregator: '0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c', decimals: 18, min: '1' };
    expect(unfitness(book, wanted(FEED, other))).toBeUndefined();
    expect(unfitness(book, wanted(FEED, { assetId: USDC }))).toContain('stays it');
  });
});
