import { describe, expect, it } from '@jest/globals';
import { DomainError, ERROR_CODES, refusal, unreachable } from './errors.js';

describe('ERROR_CODES', () => {
  it('names each code once, as a fact in capitals', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
    for (const code of ERROR_CODES) expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
  });
});

describe(DomainError.name, () => {
  it('carries its code, its words and its cause', () => {
    const cause = new Error('the reason behind');
    const error = new DomainError('QUORUM', 'two more are needed', [], { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'DomainError',
      code: 'QUORUM',
      message: 'two more are needed',
      cause,
    });
    expect(error.faults).toEqual([]);
  });

  it('points at the member of the request that it is about', () => {
    const error = DomainError.at('/amount', 'AMOUNT_FORMAT', 'no exponents');
    expect(error.faults).toEqual([{ pointer: '/amount', code: 'AMOUNT_FORMAT', detail: 'no exponents' }]);
    expect(error).toMatchObject({ code: 'AMOUNT_FORMAT', message: 'no exponents' });
  });
});

describe(refusal.name, () => {
  it('is an answer, not an error', () => {
    expect(refusal('SOD', 'own transfer')).toEqual({ code: 'SOD', reason: 'own transfer' });
  });
});

describe(unreachable.name, () => {
  it('invariant 6: stops where a case was forgotten', () => {
    expect(() => unreachable({ kind: 'new' } as never)).toThrow('unreachable: {"kind":"new"}');
  });
});
