import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fewProviders } from '../../../domain/changes/kinds/provider.js';
import { DomainError, type ErrorCode } from '../../../domain/errors.js';
import { type Outcome, type Voices, dissenters, standing } from './outcomes.js';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const OPERATORS: Readonly<Record<string, string>> = { a: 'one', b: 'one', c: 'two', d: 'three' };
const gave = (name: string, value: string): Outcome<string> => ({ provider: name, value });
const threw = (name: string, code: ErrorCode): Outcome<string> => ({
  provider: name,
  error: new DomainError(code, `${name} says ${code}`),
});

function stands(outcomes: readonly Outcome<string>[], voices: Voices): readonly string[] | ErrorCode {
  try {
    const few = (names: readonly string[]) =>
      fewProviders(
        1,
        names.map((name) => ({ operator: OPERATORS[name] ?? '' })),
      );
    return standing(outcomes, voices, few).map(({ value }) => value);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe(standing.name, () => {
  it('invariant 7: of all, one that is silent is one too many', () => {
    expect(stands([gave('a', 'x'), gave('c', 'x')], 'all')).toEqual(['x', 'x']);
    expect(stands([gave('a', 'x'), gave('c', 'x'), threw('d', 'RPC_UNAVAILABLE')], 'all')).toBe(
      'RPC_UNAVAILABLE',
    );
  });

  it('invariant 7: of those who answer, two operators are the least', () => {
    const silent = threw('d', 'RPC_UNAVAILABLE');
    expect(stands([gave('a', 'x'), gave('c', 'x'), silent], 'answering')).toEqual(['x', 'x']);
    expect(stands([gave('a', 'x'), gave('b', 'x'), silent], 'answering')).toBe('RPC_UNAVAILABLE');
    expect(stands([gave('a', 'x'), threw('c', 'RPC_UNAVAILABLE'), silent], 'answering')).toBe(
      'RPC_UNAVAILABLE',
    );
  });

  it.each(['all', 'answering'] as const)(
    'invariant 7: of %s, a proof that does not hold is a dissent and no silence',
    (voices) => {
      const answers = [gave('a', 'x'), gave('c', 'x')];
      expect(stands([...answers, threw('d', 'RPC_DISAGREE')], voices)).toBe('RPC_DISAGREE');
      expect(stands([...answers, threw('d', 'SAFE_HISTORY_TAINTED')], voices)).toBe('RPC_DISAGREE');
    },
  );

  it('says what all of them say of the chain', () => {
    const all = NAMES.map((name) => threw(name, 'SAFE_HISTORY_TAINTED'));
    expect(stands(all, 'all')).toBe('SAFE_HISTORY_TAINTED');
    expect(stands([...all.slice(0, 3), threw('d', 'RPC_UNAVAILABLE')], 'answering')).toBe(
      'SAFE_HISTORY_TAINTED',
    );
  });

  it('passes no fault of our own as the chain’s', () => {
    const fault = { provider: 'd', error: new TypeError('a bug') };
    expect(() => stands([gave('a', 'x'), gave('c', 'x'), fault], 'answering')).toThrow('a bug');
  });

  it('invariant 7: whatever the others do, a silent one ends what decides, and one operator is believed nowhere', () => {
    const acts = fc.array(fc.constantFrom('x', 'RPC_UNAVAILABLE', 'RPC_DISAGREE'), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(acts, fc.constantFrom<Voices>('all', 'answering'), (given, voices) => {
        const outcomes = given.map((act, at) => {
          const name = NAMES[at] ?? 'a';
          return act === 'x' ? gave(name, act) : threw(name, act);
        });
        const believed = stands(outcomes, voices);
        if (typeof believed === 'string') return;
        const answering = NAMES.filter((_, at) => given[at] === 'x');
        expect(given).not.toContain('RPC_DISAGREE');
        expect(new Set(answering.map((name) => OPERATORS[name])).size).toBeGreaterThanOrEqual(2);
        if (voices === 'all') expect(answering).toEqual(NAMES);
      }),
    );
  });
});

describe(dissenters.name, () => {
  const same = (one: string, other: string) => one === other;
  const answers = (...values: readonly string[]) =>
    values.map((value, at) => ({ provider: NAMES[at] ?? 'a', value }));

  it('names whom most do not bear out, and all where there are no most', () => {
    expect(dissenters(answers('x', 'x', 'x'), same)).toEqual([]);
    expect(dissenters(answers('x', 'y', 'x'), same)).toEqual(['b']);
    expect(dissenters(answers('x', 'y'), same)).toEqual(['a', 'b']);
    expect(dissenters(answers('x', 'y', 'x', 'y'), same)).toEqual(['a', 'b', 'c', 'd']);
  });
});
