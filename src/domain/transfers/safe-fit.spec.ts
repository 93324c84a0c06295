import { describe, expect, it } from '@jest/globals';
import { EVIL, SAFE } from '../self-test/test-world.js';
import { safeFitFault } from './safe-fit.js';

const known = { chainId: 1, safe: SAFE, version: '1.4.1' };

describe(safeFitFault.name, () => {
  it.each([
    ['E09: another chain', { chainId: 137 }, 'CHAIN_MISMATCH'],
    ['E10: another Safe', { safe: EVIL }, 'SAFE_MISMATCH'],
    ['E08: an old version', { version: '1.1.1' }, 'SAFE_VERSION_UNSUPPORTED'],
    ['E11: no released version', { version: '9.9.9' }, 'SAFE_VERSION_UNSUPPORTED'],
    ['the chain first', { chainId: 137, safe: EVIL, version: '1.1.1' }, 'CHAIN_MISMATCH'],
  ])('%s', (_name, claim, code) => {
    expect(safeFitFault(claim, known)?.code).toBe(code);
  });

  it('takes what is not said from the world, which may be old itself', () => {
    expect(safeFitFault({}, known)).toBeUndefined();
    expect(safeFitFault({}, { ...known, version: '1.2.0' })?.code).toBe('SAFE_VERSION_UNSUPPORTED');
  });

  it('cannot compare with what nobody knows', () => {
    expect(
      safeFitFault({ chainId: 5, safe: EVIL }, { chainId: null, safe: null, version: null }),
    ).toBeUndefined();
  });
});
