import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, concat, keccak256, numberToHex } from 'viem';
import { z } from 'zod';
import { attacks } from '../../../test/vectors/attacks.js';
import { mappingAt } from '../assets/balance-layout.js';
import type { Asset } from '../assets/asset.js';
import type { SupportedSafeVersion } from '../safes/onboarding.js';
import type { Drift } from '../safes/profile.js';
import {
  type Call,
  type EffectSections,
  type Effects,
  SECTIONS,
  type Section,
  effectsOf,
} from '../simulation/effects.js';
import { ascending } from '../simulation/exec-call.js';
import { type Expectation, expectedEffects } from '../simulation/expected-effects.js';
import { buildSafeTransaction } from '../transfers/safe-transaction.js';
import { safeTxDigests } from '../transfers/safe-tx-hash.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { reconcile } from './reconcile.js';

const { world } = attacks;
const { chainId, safe } = world;
const word = (value: bigint) => parseBytes32(numberToHex(value, { size: 32 }));
const stranger = addressFromHex('0xbad0000000000000000000000000000000000001');
const hot = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const singleton = addressFromHex('0x41675c099f32341bf84bfc5382af534df5c7461a');
const ecrecover = addressFromHex(numberToHex(1n, { size: 20 }));

const id = parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057');
const coin: Asset = { kind: 'native', id, chainId, symbol: 'ETH', decimals: 18 };
const token: Asset = {
  ...{ kind: 'erc20', id, chainId, symbol: 'USDC', decimals: 6, balances: mappingAt(9), proxy: null },
  address: addressFromHex('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'),
  codeHash: parseBytes32(keccak256('0x01')),
};

const proxied: Asset = {
  ...token,
  proxy: { kind: 'eip1967', implementation: singleton, codeHash: parseBytes32(keccak256('0x02')) },
};

interface Release {
  readonly version?: SupportedSafeVersion;
  readonly l2?: boolean;
  readonly signatures?: Hex;
}

function approved(asset: Asset, { version = '1.4.1', l2 = false, signatures }: Release = {}): Expectation {
  const movement = { asset, destination: hot, amount: amountOf(1_000n) };
  const transaction = buildSafeTransaction(movement, 42n);
  const block = {
    ...{ number: 100n, hash: word(100n), timestamp: unixSeconds(1_700_000_000), baseFeePerGas: 7n },
    ...{ coinbase: stranger, prevRandao: word(1n), stateRoot: word(2n), gasLimit: 30_000_000n },
  };
  const execution = {
    ...{ chainId, safe, transaction, movement, block },
    safeTxHash: safeTxDigests(transaction, chainId, safe).digest,
    owners: ascending(world.owners).slice(0, world.threshold),
    executor: addressFromHex('0x00000000000000000000000000000000000000e1'),
  };
  return expectedEffects(execution, { version, l2, singleton }, signatures);
}

/** All sections of an outcome, to be changed one at a time. */
function sectionsOf({ effects }: Expectation): EffectSections {
  const entries = SECTIONS.map((section): [Section, unknown] => [section, effects[section] ?? []]);
  return Object.fromEntries(entries) as unknown as EffectSections;
}

/** What the chain shows of the approved execution: real signatures in the input, each checked by the precompile. */
function executed(expected: Expectation): EffectSections {
  const sections = sectionsOf(expected);
  const [entry, logic, ...inner] = sections.calls;
  if (!entry || !logic) throw new Error('an execution has an entry and runs the singleton');
  const input = concat([entry.input, '0xdeadbeef']);
  const check: Call = {
    ...{ depth: 2, kind: 'STATICCALL', from: safe, to: ecrecover, value: 0n, input: '0x00', failed: false },
  };
  const calls = [{ ...entry, from: stranger, input }, { ...logic, input }, check, check, check, ...inner];
  return { ...sections, calls };
}

const success = { outcome: 'success' } as const;
const seen = (sections: Partial<EffectSections>): Effects => effectsOf(success, sections);
const reasonsOf = (sections: Partial<EffectSections>, expected: Expectation, drift: readonly Drift[] = []) =>
  reconcile({ effects: seen(sections), drift }, expected);

const cases = [
  ['native, Safe 1.4.1', approved(coin)],
  ['native, Safe 1.3.0', approved(coin, { version: '1.3.0' })],
  ['token, Safe 1.4.1', approved(token)],
  ['token, Safe 1.3.0', approved(token, { version: '1.3.0' })],
  ['native, Safe 1.5.0', approved(coin, { version: '1.5.0' })],
  ['token behind a proxy, SafeL2 1.5.0', approved(proxied, { version: '1.5.0', l2: true })],
  ['native, SafeL2 1.3.0', approved(coin, { version: '1.3.0', l2: true })],
] as const;
const anyApproved = fc.constantFrom(...cases.map(([, expected]) => expected));

const foreign: { readonly [S in keyof EffectSections]: EffectSections[S][number] } = {
  nativeChanges: { account: stranger, delta: 1n },
  tokenChanges: { token: stranger, account: safe, delta: -1n },
  storageWrites: { account: safe, slot: word(0n), before: word(1n), after: word(2n) },
  safeSlots: { slot: word(0n), before: word(1n), after: word(2n) },
  calls: { depth: 2, kind: 'CALL', from: safe, to: stranger, value: 0n, input: '0x', failed: false },
  logs: { address: safe, topics: [word(3n)], data: '0x' },
  codeChanges: { account: safe, codeHash: word(4n) },
  nonceChanges: { account: stranger, before: 0n, after: 1n },
};

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return [...z.array(z.string()).parse(value), word(9n)];
  if (value.length === stranger.length) return stranger;
  return value.endsWith('0') ? `${value.slice(0, -1)}1` : `${value.slice(0, -1)}0`;
}

// How the Safe is entered is judged by its shape alone: the input holds signatures, and anyone may send it.
const SHAPE: readonly string[] = ['depth', 'to', 'failed'];

type Items = readonly Readonly<Record<string, unknown>>[];

/** Every outcome that differs from the executed one by one dropped, doubled, added or altered item. */
function* mutations(expected: Expectation): Generator<readonly [string, EffectSections]> {
  const sections = executed(expected);
  for (const section of SECTIONS) {
    const items = sections[section] as Items;
    const put = (what: string, list: Items): readonly [string, EffectSections] => [
      `${section}: ${what}`,
      { ...sections, [section]: list },
    ];
    yield put('one more', [...items, foreign[section]]);
    for (const [at, item] of items.entries()) {
      if (section === 'calls' && item['kind'] === 'STATICCALL') continue;
      yield put(`item ${String(at)} dropped`, items.toSpliced(at, 1));
      yield put(`item ${String(at)} doubled`, items.toSpliced(at, 0, item));
      for (const [field, value] of Object.entries(item)) {
        const isEntry = section === 'calls' && at < 2;
        if (field === 'kind' || (isEntry && !SHAPE.includes(field))) continue;
        yield put(
          `item ${String(at)} with another ${field}`,
          items.with(at, { ...item, [field]: other(value) }),
        );
      }
    }
  }
}

describe(reconcile.name, () => {
  it.each(cases)('invariant 5: settles the approved effects: %s', (_case, expected) => {
    expect(reasonsOf(executed(expected), expected)).toEqual([]);
    expect(reasonsOf(sectionsOf(expected), expected)).toEqual([]);
  });

  it.each(cases)('invariant 5: any single change of any section is a reason: %s', (_case, expected) => {
    const missed: string[] = [];
    let count = 0;
    for (const [what, sections] of mutations(expected)) {
      count += 1;
      const reasons = reasonsOf(sections, expected);
      if (reasons.length === 0) missed.push(what);
      for (const { code } of reasons) expect(code).toBe('POST_EXEC_MISMATCH');
    }
    expect(count).toBeGreaterThan(40);
    expect(missed).toEqual([]);
  });

  it('invariant 5: the order in which an engine lists unordered parts does not matter', () => {
    fc.assert(
      fc.property(anyApproved, (expected) => {
        const { nativeChanges, tokenChanges, ...rest } = executed(expected);
        const turned = { nativeChanges: nativeChanges.toReversed(), tokenChanges: tokenChanges.toReversed() };
        expect(reasonsOf({ ...rest, ...turned }, expected)).toEqual([]);
      }),
    );
  });

  it('invariant 5: what the Safe does besides, anywhere in the order, is a reason', () => {
    const kinds = fc.constantFrom<Call['kind']>(
      'CALL',
      'DELEGATECALL',
      'STATICCALL',
      'CALLCODE',
      'CREATE',
      'CREATE2',
    );
    const at = fc.nat({ max: 6 });
    fc.assert(
      fc.property(anyApproved, kinds, at, fc.integer({ min: 0, max: 5 }), (expected, kind, place, depth) => {
        const sections = executed(expected);
        const calls = sections.calls.toSpliced(place, 0, { ...foreign.calls, kind, depth });
        expect(reasonsOf({ ...sections, calls }, expected)).not.toEqual([]);
      }),
    );
  });

  it('invariant 5: another singleton than the pinned one is a reason (Bybit)', () => {
    const expected = approved(token);
    const sections = executed(expected);
    const calls = sections.calls.map((call) =>
      call.kind === 'DELEGATECALL' ? { ...call, to: stranger } : call,
    );
    expect(reasonsOf({ ...sections, calls }, expected)).toEqual([
      { code: 'POST_EXEC_MISMATCH', reason: 'the Safe did not run its pinned singleton first' },
    ]);
  });

  it('invariant 5: an L2 log that tells of other signatures than the Safe was called with is a reason', () => {
    const called = approved(coin, { l2: true, signatures: `0x${'11'.repeat(65)}` });
    const told = approved(coin, { l2: true, signatures: `0x${'22'.repeat(65)}` });
    expect(reasonsOf(executed(called), called)).toEqual([]);
    expect(reasonsOf({ ...executed(called), logs: sectionsOf(told).logs }, called)).not.toEqual([]);
  });

  it('invariant 5: the precompile that checks signatures may be asked, but not called for anything else', () => {
    const expected = approved(coin);
    const sections = executed(expected);
    const calls = sections.calls.map((call) =>
      call.to === ecrecover ? { ...call, kind: 'CALL' as const } : call,
    );
    expect(reasonsOf({ ...sections, calls }, expected)).not.toEqual([]);
  });

  it.each(cases)('invariant 15: a Safe that has drifted is a reason: %s', (_case, expected) => {
    const drift = [{ field: 'singleton', expected: singleton, actual: stranger }] as const;
    expect(reasonsOf(executed(expected), expected, drift)).toEqual([
      { code: 'POST_EXEC_MISMATCH', reason: `the Safe's singleton is ${stranger}, pinned ${singleton}` },
    ]);
  });

  it('invariant 5: an execution that reverted did not transfer anything', () => {
    const effects = effectsOf({ outcome: 'revert', reason: 'GS013' }, {});
    expect(reconcile({ effects, drift: [] }, approved(coin))).toEqual([
      { code: 'POST_EXEC_MISMATCH', reason: 'the execution reverted: GS013' },
    ]);
  });

  it.each(SECTIONS)(
    'invariant 6: an execution of which nobody looked at the %s is not settled',
    (section) => {
      for (const [, expected] of cases) {
        const { [section]: _unseen, ...rest } = executed(expected);
        expect(reasonsOf(rest, expected)).not.toEqual([]);
      }
    },
  );
});
