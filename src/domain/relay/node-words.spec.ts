import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanWords, isAlike, meaningOf } from './node-words.js';

describe(meaningOf.name, () => {
  it.each([
    // geth, reth
    ['already known', 'known'],
    ['nonce too low: next nonce 5, tx nonce 4', 'spent'],
    ['replacement transaction underpriced', 'underpriced'],
    ['transaction underpriced: gas tip cap 1, minimum needed 1000000', 'underpriced'],
    ['future transaction tries to replace pending', 'other'],
    ['insufficient funds for gas * price + value: balance 0, tx cost 525000, overshot 525000', 'funds'],
    ['max fee per gas less than block base fee: address 0x0, maxFeePerGas: 1, baseFee: 7', 'base-fee'],
    ['exceeds block gas limit', 'other'],
    ['txpool is full', 'other'],
    // erigon
    ['ALREADY_EXISTS: already known', 'known'],
    ['INTERNAL_ERROR: existing tx with same hash', 'known'],
    ['INTERNAL_ERROR: nonce too low', 'spent'],
    ['INTERNAL_ERROR: insufficient funds', 'funds'],
    ['INTERNAL_ERROR: could not replace existing tx', 'underpriced'],
    ['INTERNAL_ERROR: underpriced', 'underpriced'],
    ['fee too low', 'underpriced'],
    // nethermind
    ['AlreadyKnown', 'known'],
    ['OldNonce, Current nonce: 5, nonce of rejected tx: 4', 'spent'],
    ['ReplacementNotAllowed', 'underpriced'],
    ['FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1, BaseFee: 7', 'base-fee'],
    ['FeeTooLowToCompete', 'underpriced'],
    ['InsufficientFunds, Account balance: 0, cumulative cost: 1', 'funds'],
    // besu
    ['Known transaction', 'known'],
    ['Nonce too low', 'spent'],
    ['transaction nonce 4 below sender account nonce 5', 'spent'],
    ['Replacement transaction underpriced', 'underpriced'],
    ['Gas price below configured minimum gas price', 'underpriced'],
    ['Upfront cost exceeds account balance', 'funds'],
    ['transaction up-front cost 0x2 exceeds transaction sender account balance 0x1', 'funds'],
    ['gasPrice is less than the current BaseFee', 'base-fee'],
    // anvil
    ['transaction already imported', 'known'],
    ['Insufficient funds for gas * price + value', 'funds'],
    ['max fee per gas less than block base fee', 'base-fee'],
    ['intrinsic gas too high -- CallGasCostMoreThanGasLimit', 'other'],
    ['', 'other'],
  ] as const)('takes "%s" for %s', (words, kind) => {
    expect(meaningOf(words)).toBe(kind);
  });
});

describe(cleanWords.name, () => {
  it('keeps one line of 200 characters, without URLs and control characters', () => {
    expect(cleanWords('refused by https://node.example/v3/SECRET?key=1 \u0000\n\u001b[31mnow\u202e!')).toBe(
      'refused by (a URL) [31mnow !',
    );
    expect(cleanWords('\u0007')).toBe('(no words)');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const words = cleanWords(`${text}wss://key@node.example/SECRET ${text}`);
        expect(words).not.toMatch(/SECRET|[\p{Cc}\p{Cf}]/u);
        expect(Array.from(words).length).toBeLessThanOrEqual(200);
        expect(words).not.toBe('');
      }),
    );
  });
});

describe(isAlike.name, () => {
  it('knows the same refusal in the next block, and tells others apart', () => {
    const said = (fee: number) => `max fee per gas less than block base fee: 0xab, baseFee: ${String(fee)}`;
    expect(isAlike(said(7), said(1234))).toBe(true);
    expect(isAlike(said(7), 'already known')).toBe(false);
  });
});
