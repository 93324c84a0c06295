import { describe, expect, it } from '@jest/globals';
import { uncheckedTls } from './unchecked-tls.js';

describe(uncheckedTls.name, () => {
  it('lets nothing run where Node.js would believe every certificate, and says what to do', () => {
    expect(uncheckedTls({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatch(
      /^NODE_TLS_REJECT_UNAUTHORIZED: .*unset it/,
    );
    for (const harmless of [undefined, '', '1'])
      // Node.js compares with '0' alone
      expect(uncheckedTls({ NODE_TLS_REJECT_UNAUTHORIZED: harmless })).toBeUndefined();
  });
});
