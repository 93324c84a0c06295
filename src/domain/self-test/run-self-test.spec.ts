import { describe, expect, it } from '@jest/globals';
import { judge } from '../simulation/compare.js';
import { inspect } from '../transfers/inspect.js';
import { BUILT_IN_ATTACKS } from './built-in-attacks.js';
import { runSelfTest } from './run-self-test.js';

const codes = [...new Set(BUILT_IN_ATTACKS.map((attack) => attack.code))];

describe(runSelfTest.name, () => {
  it('invariant 21: the path that decides refuses every built-in attack by its own rule', async () => {
    const { attacks, failures } = await runSelfTest({ inspect, judge });
    expect(failures).toEqual([]);
    expect(attacks).toBe(BUILT_IN_ATTACKS.length + 2);
  });

  it("invariant 21: Bybit's transaction comes first", () => {
    expect(BUILT_IN_ATTACKS[0]).toMatchObject({
      code: 'OP_DELEGATECALL',
      proposal: { transaction: { operation: 1 } },
    });
  });

  it('invariant 21: a path that accepts everything is found by every attack', async () => {
    const permissive = () =>
      Promise.resolve({
        verdict: 'ACCEPT',
        code: null,
        reason: '',
        digests: { domainHash: null, messageHash: null, eip712Digest: null, calldataDigest: null },
        notChecked: [],
        fields: null,
      wouldDo: [],
        remarks: [],
      } as const);
    const { failures } = await runSelfTest({ inspect: permissive, judge });
    expect(failures).toHaveLength(BUILT_IN_ATTACKS.length);
  });

  it.each(codes)('invariant 21: a path that lost the rule %s is found', async (lost) => {
    const leaky: typeof inspect = async (proposal, world) => {
      const inspection = await inspect(proposal, world);
      return inspection.code === lost ? { ...inspection, verdict: 'ACCEPT', code: null } : inspection;
    };
    const { failures } = await runSelfTest({ inspect: leaky, judge });
    expect(failures).not.toEqual([]);
  });

  it('invariant 21: a path that refuses everything has not decided', async () => {
    const refusing: typeof inspect = () => Promise.reject(new Error('no'));
    const { failures } = await runSelfTest({ inspect: refusing, judge });
    expect(failures).toHaveLength(BUILT_IN_ATTACKS.length + 1);
  });

  it('invariant 21: a judgement that agrees to a write of slot 0 is found', async () => {
    const blind: typeof judge = (reports, expected) => ({
      verdict: 'agreed',
      effectsDigest: `0x${'00'.repeat(32)}` as never,
      effects: reports.length > 0 ? expected.effects : expected.effects,
    });
    const { failures } = await runSelfTest({ inspect, judge: blind });
    expect(failures).toEqual([
      'a simulation that writes slot 0 of the Safe: judged agreed',
      'a single simulation: judged agreed',
    ]);
  });
});
