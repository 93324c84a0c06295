import { describe, expect, it } from '@jest/globals';
import { aContent, aDestination, aStoredContent } from '../../../test/builders/destination.js';
import { ETHER, NOW, USDC } from '../../../test/builders/policy.js';
import { canonicalJson } from '../values/canonical-json.js';
import { unixSeconds } from '../values/time.js';
import {
  type DestinationContentJson,
  isDueWithin,
  isInForce,
  parseDestinationContent,
} from './destination.js';

describe(parseDestinationContent.name, () => {
  it('reads back exactly what was stored', () => {
    const stored = aStoredContent();
    expect(canonicalJson(parseDestinationContent(stored))).toBe(
      canonicalJson(stored as DestinationContentJson),
    );
  });

  it.each([
    ['an unknown member', { note: 'x' }],
    ['a wrong checksum', { address: '0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334' }],
    ['a label outside of ASCII (C05)', { label: 'H\u043et 1' }],
    ['hidden characters in the owner', { owner: 'Trea\u200bsury' }],
    ['no asset', { assetIds: [], limits: [], canary: [] }],
    ['an asset twice', { assetIds: [USDC, USDC] }],
    ['a limit for an asset that it may not receive', { limits: [{ assetId: ETHER, maxPerTransfer: '1' }] }],
    [
      'two limits for one asset',
      { limits: ['1', '2'].map((maxPerTransfer) => ({ assetId: USDC, maxPerTransfer })) },
    ],
    ['two canaries for one asset', { canary: ['1', '2'].map((max) => ({ assetId: USDC, max })) }],
    ['a limit of zero', { limits: [{ assetId: USDC, maxPerTransfer: '0.00' }] }],
    ['a limit as a number', { limits: [{ assetId: USDC, maxPerTransfer: 5 }] }],
    ['a canary with an exponent', { canary: [{ assetId: USDC, max: '1e3' }] }],
    ['a fractional expiry', { expiresAt: 1.5 }],
    ['a code hash in capitals', { codeHash: `0x${'AB'.repeat(32)}` }],
    ['no proof of control', { control: undefined }],
  ])('refuses %s', (_what, change) => {
    expect(() => parseDestinationContent(aStoredContent(change))).toThrow(
      expect.objectContaining({ name: 'ZodError' }),
    );
  });
});

describe('the life of an entry', () => {
  const at = (seconds: number) => unixSeconds(NOW + seconds);

  it('ends at its expiry, and with its removal', () => {
    const entry = aDestination({ expiresAt: NOW + 10 });
    expect(isInForce(entry, at(9))).toBe(true);
    expect(isInForce(entry, at(10))).toBe(false);
    expect(isInForce(aDestination({ removedAt: NOW - 1 }), at(0))).toBe(false);
  });

  it('is due when it ends within the days asked for, but not when it has ended', () => {
    const entry = aDestination({ expiresAt: NOW + 30 * 86_400 });
    expect(isDueWithin(entry, 29, at(0))).toBe(false);
    expect(isDueWithin(entry, 30, at(0))).toBe(true);
    expect(isDueWithin(entry, 30, at(30 * 86_400))).toBe(false);
    expect(isDueWithin({ ...entry, removedAt: at(0) }, 30, at(0))).toBe(false);
  });

  it('does not care how a limit is written', () => {
    expect(aContent({ limits: [{ assetId: USDC, maxPerTransfer: '1000.50' }] }).limits).toHaveLength(1);
  });
});
