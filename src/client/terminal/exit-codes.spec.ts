import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, type ErrorCode } from '../../domain/errors.js';
import { EXIT, exitOf } from './exit-codes.js';

const of = (exit: number): readonly ErrorCode[] => ERROR_CODES.filter((code) => exitOf(code) === exit);

describe('exit codes', () => {
  it.each([
    ['STATE_CONFLICT', 5],
    ['IDEMPOTENCY_CONFLICT', 5],
    ['LIMIT_WINDOW', 6],
    ['DEST_NOT_ALLOWED', 6],
    ['SIM_REVERT', 7],
    ['SIM_STALE', 7],
    ['HASH_MISMATCH', 8],
    ['TRANSFER_NOT_FOUND', 10],
    ['UNAUTHENTICATED', 11],
    ['SIGN_IN_FAILED', 11],
    ['FORBIDDEN', 1],
    ['AMOUNT_FORMAT', 1],
  ] as const)('ends with the same code wherever %s is refused: %i', (code, exit) => {
    expect(exitOf(code)).toBe(exit);
  });

  it('leaves 0, 2 and 9 to what no gateway answers, and 3 and 4 to the verifier', () => {
    expect(of(0)).toEqual([]);
    expect(of(EXIT.usage)).toEqual([]);
    expect(of(EXIT.timeout)).toEqual([]);
    expect([...of(3), ...of(4)]).toEqual([]);
  });

  it('says of everything that is not there that it is not there', () => {
    expect(of(EXIT.notFound)).toEqual(ERROR_CODES.filter((code) => code.endsWith('_NOT_FOUND')));
  });

  it('says of every limit that the policy denies it', () => {
    expect(of(EXIT.denied)).toEqual(
      expect.arrayContaining(ERROR_CODES.filter((code) => code.startsWith('LIMIT_'))),
    );
  });
});
