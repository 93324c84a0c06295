import { describe, expect, it } from '@jest/globals';
import { statedVersion } from './safe-version.js';

describe(statedVersion.name, () => {
  it.each(['1.3.0', '1.4.1', '1.5.0', '1.3.0+L2', '1.4.1+L2'])('takes %s', (text) => {
    expect(statedVersion(text)).toMatchObject({
      isSupported: true,
      hasChainInDomain: true,
      hasDataGas: false,
    });
  });

  it.each(['0.1.0', '1.0.0', '1.1.1', '1.2.0'])('E08: %s has no chain in its domain', (text) => {
    expect(statedVersion(text)).toMatchObject({ isSupported: false, hasChainInDomain: false });
  });

  it.each(['1.4.0', '1.6.0', '2.0.0', '1.4.1 ', '1.4.1-rc', 'v1.4.1', '', '01.4.1'])(
    'refuses "%s"',
    (text) => {
      expect(statedVersion(text)).toMatchObject({ isSupported: false, hasChainInDomain: true });
    },
  );

  it.each(['1.1.1+Circles', '1.2.0-rc.1', 'v1.1.1', '1.0.0+L2'])(
    'E08: %s is hashed by its numbers, whatever stands behind them',
    (text) => {
      expect(statedVersion(text)).toMatchObject({
        isReadable: true,
        isSupported: false,
        hasChainInDomain: false,
      });
    },
  );

  it.each(['1.4.1+Circles', '1.3.0-zksync'])('%s is hashed as its release, and is none of Safe', (text) => {
    expect(statedVersion(text)).toMatchObject({
      isReadable: true,
      isSupported: false,
      hasChainInDomain: true,
    });
  });

  it.each(['latest', '1.1', '1.1.1.1', ''])('cannot read "%s"', (text) => {
    expect(statedVersion(text).isReadable).toBe(false);
  });

  it('before 1.0.0 baseGas is dataGas', () => {
    expect(statedVersion('0.1.0').hasDataGas).toBe(true);
  });
});
