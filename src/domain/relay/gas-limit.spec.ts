import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_GAS, gasLimit } from './gas-limit.js';

const bounds = { block: 30_000_000n, payable: 30_000_000n };
const said = (...gas: (bigint | null)[]) =>
  gas.map((each, at) => ({ provider: `rpc-${String(at)}`, gas: each }));

describe(gasLimit.name, () => {
  it('is the highest estimate and a quarter more', () => {
    expect(gasLimit(said(90_000n, 100_000n), bounds)).toEqual({ gas: 125_000n, isDisputed: false });
  });

  it.each([
    ['too high', 100_000_000n, MOST_GAS],
    ['too low', 1n, 125_000n],
    ['that it fails', null, 500_000n],
  ] as const)('invariant 27: one provider that says %s changes nothing that matters', (_, lie, gas) => {
    expect(gasLimit(said(100_000n, lie), bounds)).toEqual({ gas, isDisputed: true });
  });

  it('whatever one provider says, the limit suffices for what the others say, and fits into a block', () => {
    const need = fc.bigInt({ min: 21_000n, max: 1_500_000n });
    const lie = fc.option(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }));
    fc.assert(
      fc.property(need, lie, fc.nat({ max: 2 }), (honest, lied, place) => {
        const all = said(honest, honest);
        all.splice(place, 0, { provider: 'liar', gas: lied });
        // The key can pay for what the honest ones say, and no more.
        const limit = gasLimit(all, { ...bounds, payable: (honest * 5n) / 4n });
        expect(limit?.gas).toBeGreaterThanOrEqual(honest);
        expect(limit?.gas).toBeLessThanOrEqual(MOST_GAS);
      }),
    );
  });

  it('is bounded by the block, and by what the key can pay for', () => {
    expect(gasLimit(said(900_000n), { ...bounds, block: 1_000_000n })?.gas).toBe(1_000_000n);
    expect(gasLimit(said(100_000n, 1_000_000n), { ...bounds, payable: 300_000n })?.gas).toBe(300_000n);
    expect(gasLimit(said(100_000n, 1_000_000n), { ...bounds, payable: 0n })?.gas).toBe(125_000n);
  });

  it('is none if all say that the call fails', () => {
    expect(gasLimit(said(null, null), bounds)).toBeUndefined();
    expect(gasLimit([], bounds)).toBeUndefined();
  });

  it('is not disputed within a quarter', () => {
    expect(gasLimit(said(100_000n, 125_000n), bounds)?.isDisputed).toBe(false);
    expect(gasLimit(said(100_000n, 125_001n), bounds)?.isDisputed).toBe(true);
  });
});
