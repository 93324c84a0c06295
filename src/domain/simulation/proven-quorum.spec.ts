import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { SIMULATION_QUORUM, judge } from './compare.js';
import { type EffectSections, SECTIONS, type Section, effectsOf } from './effects.js';
import type { FailedSimulation, SimulationReport } from './simulator.js';

const safe = addressFromHex(`0x${'11'.repeat(20)}`);
const stranger = addressFromHex(`0x${'22'.repeat(20)}`);
const blockHash = parseBytes32(`0x${'33'.repeat(32)}`);
const moves = [
  { account: safe, delta: -5n },
  { account: stranger, delta: 5n },
];
const sections: EffectSections = {
  ...{ nativeChanges: moves, tokenChanges: [], storageWrites: [], safeSlots: [] },
  ...{ calls: [], logs: [], codeChanges: [], nonceChanges: [] },
};
const expected = { safe, effects: effectsOf({ outcome: 'success' }, sections) };
const SIMULATED: readonly Section[] = ['nativeChanges', 'tokenChanges', 'safeSlots', 'logs'];

type Reported = SimulationReport | FailedSimulation;

function report(engine: string, provider: string, seen: readonly Section[] = SECTIONS): SimulationReport {
  const parts = Object.fromEntries(seen.map((section) => [section, sections[section]]));
  return { kind: 'answered', engine, provider, blockHash, effects: effectsOf({ outcome: 'success' }, parts) };
}

const trace = (provider: string): SimulationReport => report('trace', provider);
const simulate = (provider: string): SimulationReport => report('simulate', provider, SIMULATED);
const local = (...headerFrom: string[]): SimulationReport => ({
  ...report('local', headerFrom[0] ?? 'a'),
  proven: { headerFrom, evidence: { headers: [], proofs: [], codes: [] } },
});

function without(engine: string, provider: string, more: Partial<FailedSimulation> = {}): FailedSimulation {
  const reason = 'it is not served';
  const failure = { kind: 'failed', engine, provider, code: 'RPC_UNAVAILABLE', reason } as const;
  return { ...failure, notServed: engine, ...more };
}

const broken = (engine: string, provider: string, more: Partial<FailedSimulation> = {}): FailedSimulation => {
  const { notServed: _, ...failure } = without(engine, provider, more);
  return failure;
};

const verdict = (...reports: readonly Reported[]): string =>
  judge(reports, expected, SIMULATION_QUORUM).verdict;

describe('invariant 7: the quorum', () => {
  it.each<[string, readonly Reported[]]>([
    ['everyone', [trace('a'), trace('b'), simulate('a'), simulate('b'), local('a', 'b')]],
    [
      'one without traces',
      [trace('a'), without('trace', 'b'), simulate('a'), simulate('b'), local('a', 'b')],
    ],
    ['nobody with traces', [without('trace', 'a'), without('trace', 'b'), simulate('a'), local('a', 'b')]],
    [
      'nobody with proofs',
      [trace('a'), trace('b'), simulate('b'), without('local', 'a'), without('local', 'b')],
    ],
    ['proven state and one engine besides', [trace('a'), without('trace', 'b'), local('a', 'b')]],
  ])('invariant 7: %s is enough', (_name, reports) => {
    expect(verdict(...reports)).toBe('agreed');
  });

  it.each<[string, readonly Reported[]]>([
    ['nobody', []],
    ['proven state alone', [local('a', 'b'), without('trace', 'a'), without('trace', 'b')]],
    ['proven state on a header of one provider', [trace('a'), local('a')]],
    ['traces of one provider', [trace('a'), simulate('a'), simulate('b'), without('trace', 'b')]],
    ['one provider in all', [trace('a'), simulate('a'), local('a'), without('trace', 'b')]],
    [
      'a provider that fell silent',
      [trace('a'), broken('trace', 'b'), simulate('a'), simulate('b'), local('a', 'b')],
    ],
    ['proofs that failed', [trace('a'), trace('b'), simulate('a'), simulate('b'), broken('local', 'a')]],
  ])('invariant 6: %s is too little', (_name, reports) => {
    expect(verdict(...reports)).toBe('unavailable');
  });

  it('invariant 7: a proof that does not hold refuses, whatever the others say', () => {
    const liar = broken('local', 'a', { code: 'RPC_DISAGREE' });
    expect(judge([trace('a'), trace('b'), simulate('b'), liar], expected, SIMULATION_QUORUM)).toEqual({
      verdict: 'refused',
      code: 'RPC_DISAGREE',
      reasons: ['local on a contradicts the agreed block: it is not served'],
    });
  });

  it('invariant 7: two providers that tell the same lie are contradicted by proven state', () => {
    const told = { effects: effectsOf({ outcome: 'success' }, { ...sections, nativeChanges: [] }) };
    const lies = ['a', 'b'].map((provider) => ({ ...trace(provider), ...told }));
    expect(judge([...lies, local('a', 'b')], expected, SIMULATION_QUORUM)).toMatchObject({
      verdict: 'refused',
      code: 'SIMULATORS_DISAGREE',
    });
  });

  it('invariant 6: taking an answer away never makes agreement', () => {
    const all = [
      trace('a'),
      trace('b'),
      simulate('a'),
      simulate('b'),
      local('a', 'b'),
      without('trace', 'c'),
    ];
    fc.assert(
      fc.property(fc.subarray(all), fc.nat(5), (kept, drop) => {
        const fewer = kept.toSpliced(drop, 1);
        if (verdict(...fewer) === 'agreed') expect(verdict(...kept)).toBe('agreed');
      }),
    );
  });
});
