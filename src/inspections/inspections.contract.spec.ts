import { describe, expect, it } from '@jest/globals';
import { InspectTransaction } from './inspections.contract.js';

const HOT = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';
const ZERO = '0x0000000000000000000000000000000000000000';

const issuesOf = (to: string) =>
  InspectTransaction.safeParse({
    safe: 'safe_01a21e28-114d-772c-ac93-aedfc6a73555',
    transaction: {
      ...{ to, value: '1', data: '0x', operation: 0, safeTxGas: '0', baseGas: '0', gasPrice: '0' },
      ...{ gasToken: ZERO, refundReceiver: ZERO, nonce: '42' },
    },
  }).error?.issues;

describe('the body of an inspection', () => {
  it.each([HOT, HOT.toLowerCase(), `0x${HOT.slice(2).toUpperCase()}`])('takes the address %s', (to) => {
    expect(issuesOf(to)).toBeUndefined();
  });

  it('C04: refuses a wrong checksum, as the command line does', () => {
    expect(issuesOf(HOT.replace('f3A9', 'f3a9'))).toMatchObject([
      { path: ['transaction', 'to'], params: { code: 'ADDRESS_FORMAT' } },
    ]);
  });
});
