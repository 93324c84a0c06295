import { describe, expect, it } from '@jest/globals';
import { concat, keccak256, numberToHex, stringToBytes } from 'viem';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import {
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  NONCE_SLOT,
  WATCHED_SLOTS,
  approvedHashSlot,
  mappingSlot,
} from './storage-layout.js';

describe('storage layout of a Safe', () => {
  it('names guard and fallback handler by the hashes of their Safe source strings', () => {
    expect(GUARD_SLOT).toBe(keccak256(stringToBytes('guard_manager.guard.address')));
    expect(FALLBACK_HANDLER_SLOT).toBe(keccak256(stringToBytes('fallback_manager.handler.address')));
  });

  it('derives mapping slots as Solidity does', () => {
    const owner = addressFromHex('0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65');
    const word = `0x${'0'.repeat(24)}${owner.slice(2).toLowerCase()}` as const;
    const inner = keccak256(concat([word, numberToHex(8, { size: 32 })]));
    expect(mappingSlot(owner, 8)).toBe(inner);
    const hash = parseBytes32(keccak256('0x01'));
    expect(approvedHashSlot(owner, hash)).toBe(keccak256(concat([hash, inner])));
  });

  it('watches the nonce and eight slots of authority', () => {
    expect(WATCHED_SLOTS.size).toBe(9);
    expect(WATCHED_SLOTS.get(NONCE_SLOT)).toBe('slot 5 (nonce)');
  });
});
