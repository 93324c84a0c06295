import { describe, expect, it } from '@jest/globals';
import { severityOf } from '../../console/pages/findings/finding-severity.js';
import { findingValues } from '../../console/pages/findings/finding-values.js';

const OWNER = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

describe('the values of a finding', () => {
  it('stand side by side where something drifted', () => {
    const drift = [{ field: 'threshold', expected: '3', actual: '2' }];
    expect(findingValues({ code: 'SAFE_STATE_DRIFT', detail: { drift, blockHash: '0xab' } })).toEqual({
      pairs: [{ what: 'threshold', approved: '3', found: '2' }],
      facts: [['block hash', '0xab']],
    });
  });

  it('say that a signature is kept, and not that there is none', () => {
    const { facts, pairs } = findingValues({
      code: 'SIG_MISMATCH',
      detail: { owner: OWNER, recovered: null, signature: null },
    });
    expect(pairs).toEqual([{ what: 'signed by', approved: OWNER, found: 'nobody' }]);
    expect(facts).toEqual([['signature', 'kept from you until the nonce is used']]);
  });

  it('are none as long as the reader has to enter the transfer first', () => {
    expect(findingValues({ code: 'NONCE_SUPERSEDED', detail: null })).toEqual({ pairs: [], facts: [] });
  });

  it.each([{}, { drift: 'much' }, { drift: [null, 1] }])(
    'are shown whatever form they have: %j',
    (detail) => {
      expect(findingValues({ code: 'SAFE_STATE_DRIFT', detail }).pairs).toEqual([]);
    },
  );

  it('are shown of any other code by their names', () => {
    const detail = { transactionHash: '0xab', reasons: ['too much left', 'twice'] };
    expect(findingValues({ code: 'POST_EXEC_MISMATCH', detail }).facts).toEqual([
      ['transaction hash', '0xab'],
      ['reasons', 'too much left; twice'],
    ]);
  });
});

describe('the severity of a finding', () => {
  it('is critical wherever it froze something', () => {
    const freeze = { id: 'frz_1', standing: false };
    expect(severityOf({ code: 'RELAYER_FUNDS', freeze: null })).toBe('WARN');
    expect(severityOf({ code: 'RELAYER_FUNDS', freeze })).toBe('CRITICAL');
    expect(severityOf({ code: 'APPROVAL_NOT_COLLECTED', freeze: null })).toBe('INFO');
  });
});
