import { describe, expect, it } from '@jest/globals';
import { encodeErrorResult, parseAbi } from 'viem';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { type Effects, EffectsSchema, effectsDigest, effectsJson, effectsOf } from './effects.js';
import { revertReason } from './revert-reason.js';

const [one, two] = [addressFromHex(`0x${'11'.repeat(20)}`), addressFromHex(`0x${'22'.repeat(20)}`)];
const word = parseBytes32(`0x${'33'.repeat(32)}`);
const success = { outcome: 'success' } as const;

const sample: Effects = effectsOf(success, {
  nativeChanges: [
    { account: two, delta: 5n },
    { account: one, delta: -5n },
  ],
  logs: [{ address: one, topics: [word], data: '0x00' }],
});

describe('effects', () => {
  it('have one form, whatever the order in which they were seen', () => {
    const reversed = effectsOf(success, {
      ...sample,
      nativeChanges: sample.nativeChanges?.toReversed() ?? [],
    });
    expect(effectsDigest(reversed)).toBe(effectsDigest(sample));
    expect(sample.seen).toEqual(['nativeChanges', 'logs']);
  });

  it('leave out what did not change', () => {
    const still = effectsOf(success, {
      nativeChanges: [{ account: one, delta: 0n }],
      safeSlots: [{ slot: word, before: word, after: word }],
    });
    expect(still).toEqual({
      status: success,
      seen: ['nativeChanges', 'safeSlots'],
      nativeChanges: [],
      safeSlots: [],
    });
  });

  it('tell a section that is empty from one that was not looked at', () => {
    expect(effectsDigest(effectsOf(success, { logs: [] }))).not.toBe(effectsDigest(effectsOf(success, {})));
  });

  it('come back from their stored form', () => {
    const stored: unknown = JSON.parse(JSON.stringify(effectsJson(sample)));
    expect(EffectsSchema.parse(stored)).toEqual(sample);
  });

  it.each([
    [{ seen: ['logs'] }],
    [{ seen: ['logs', 'nativeChanges'] }],
    [{ extra: true }],
    [{ nativeChanges: [{ account: '0x12', delta: '5' }] }],
    [{ logs: [{ address: one, topics: ['0x12'], data: '0x0' }] }],
    [{ nativeChanges: [{ account: one, delta: 5 }] }],
    [{ nativeChanges: [{ account: one, delta: '05' }] }],
  ])('refuse a stored form with %j', (change) => {
    const stored = { ...(effectsJson(sample) as object), ...change };
    expect(EffectsSchema.safeParse(stored).success).toBe(false);
  });
});

describe('revertReason', () => {
  const abi = parseAbi(['error Error(string reason)', 'error Panic(uint256 code)']);

  it('reads strings and panics, and cleans what a contract wrote', () => {
    const reason = (text: string): string =>
      revertReason(encodeErrorResult({ abi, errorName: 'Error', args: [text] }));
    expect(reason('GS013')).toBe('GS013');
    expect(reason('a\u202eb\nc')).toBe('a?b?c');
    expect(reason('x'.repeat(500))).toHaveLength(120);
    expect(revertReason(encodeErrorResult({ abi, errorName: 'Panic', args: [17n] }))).toBe('Panic(17)');
    expect(revertReason('0x')).toBe('without a reason');
    expect(revertReason('0xdeadbeef00')).toBe('with data 0xdeadbeef');
    expect(revertReason('0x08c379a0ff')).toBe('with data 0x08c379a0');
  });
});
