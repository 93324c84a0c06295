import { describe, expect, it } from '@jest/globals';
import { AUDIT_TYPES } from './acts/acts.js';
import { mayHoldOwnerBytes, withoutOwnerBytes } from './owner-bytes.js';

const SIGNATURE = `0x${'4f'.repeat(64)}1b`;
/** Every type that is shown with its signatures, because no owner's is in it. A new one is a line here, on purpose. */
const SHOWN = [
  ...['transfer.requested', 'transfer.excepted', 'transfer.answered', 'transfer.cancel-answered'],
  ...['system.bootstrapped', 'change.drafted', 'change.proposed', 'change.approved', 'change.rejected'],
  ...['change.withdrawn', 'change.activated', 'change.expired', 'change.superseded'],
];
const textOf = (detail: unknown) => JSON.stringify({ v: 1, detail });

describe('an entry of the log', () => {
  it.each(AUDIT_TYPES)('invariant 12: is searched for what owners signed: %s', (type) => {
    const isSearched = !SHOWN.includes(type);
    for (const planted of [
      { signature: SIGNATURE },
      { evidence: { stood: { submissions: [{ rawTransaction: `0x02f8${SIGNATURE.slice(2)}c0` }] } } },
      { reason: `the node said: invalid transaction ${SIGNATURE.toUpperCase()}` },
      { detail: { [SIGNATURE]: true } },
      { signature: SIGNATURE.slice(2, 130) },
    ])
      expect(mayHoldOwnerBytes({ type, text: textOf(planted) })).toBe(isSearched);
    expect(mayHoldOwnerBytes({ type, text: textOf({ safeTxHash: SIGNATURE.slice(0, 66) }) })).toBe(false);
  });

  it('invariant 12: of a type that is not known yet is searched too', () => {
    expect(mayHoldOwnerBytes({ type: 'transfer.new', text: textOf({ bytes: SIGNATURE }) })).toBe(true);
  });
});

describe(withoutOwnerBytes.name, () => {
  it('invariant 12: puts null in place of every text that may hold them, wherever it is', () => {
    const hash = SIGNATURE.slice(0, 66);
    const evidence = {
      cleared: { safeTxHash: hash, nonce: '4' },
      submissions: [{ transactionHash: hash, rawTransaction: SIGNATURE }, SIGNATURE, 7, null, true],
      [`signed ${SIGNATURE}`]: 'by its name',
    };
    expect(withoutOwnerBytes(evidence)).toEqual({
      cleared: { safeTxHash: hash, nonce: '4' },
      submissions: [{ transactionHash: hash, rawTransaction: null }, null, 7, null, true],
    });
  });
});
