import { describe, expect, it } from '@jest/globals';
import { LEDGER } from '../../test/builders/governed-client.js';
import { Registered } from '../domain/register/registered.js';
import { ledgerAt } from '../domain/register/replay.js';
import { unixSeconds } from '../domain/values/time.js';
import { AssetRegistration } from './prepare-content.js';

type Of<K extends number> = ConstructorParameters<typeof AssetRegistration>[K];

const register = new Registered(ledgerAt(LEDGER, unixSeconds(2_000_000_000)), LEDGER);
const pins = { codeHash: `0x${'11'.repeat(32)}`, balances: { kind: 'solady' }, proxy: null };
const asset = {
  ...{ kind: 'erc20', symbol: 'TOK', decimals: 6 },
  ...{ address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', codeHash: pins.codeHash },
};

/** A chain on which the token keeps the balances of these Safes elsewhere than it was found. */
function prepared(elsewhere: readonly string[]): Promise<unknown> {
  const tokens = {
    pins: () => Promise.resolve(pins),
    misread: (_: unknown, safes: readonly { label: string }[]) =>
      Promise.resolve(
        safes.flatMap(({ label }) => (elsewhere.includes(label) ? [`not that of ${label}`] : [])),
      ),
  } as unknown as Of<1>;
  const reader = { block: () => Promise.resolve({}) } as unknown as Of<0>;
  const current = { current: () => Promise.resolve(register) } as unknown as Of<2>;
  return new AssetRegistration(reader, tokens, current).prepare(asset, undefined);
}

describe(AssetRegistration.name, () => {
  it('THREATS B11: refuses a token of which the slot does not hold what balanceOf says of a Safe', async () => {
    const safes = [...LEDGER.objects.keys()].filter((key) => key.startsWith('safe '));
    expect(safes.length).toBeGreaterThan(0);
    await expect(prepared([])).resolves.toMatchObject({ symbol: 'TOK', pins });
    await expect(prepared(['Cold 1'])).rejects.toMatchObject({
      code: 'TOKEN_NOT_PINNED',
      faults: [{ pointer: '/content/address', detail: 'not that of Cold 1' }],
    });
  });
});
