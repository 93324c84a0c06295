import { describe, expect, it } from '@jest/globals';
import { checkCancel } from '../../console/signing/checks/cancel-checks.js';
import type { Checked } from '../../console/signing/checks/check.js';
import { type ExceptionTerms, checkException } from '../../console/signing/checks/exception-checks.js';
import { checkHashes } from '../../console/signing/checks/hash-checks.js';
import { clearedOf } from '../../console/signing/checks/clearance-checks.js';
import type { WholeTransfer } from '../../console/signing/checks/intent-checks.js';
import { ticketDifferences } from '../../console/signing/checks/ticket-checks.js';
import { burnWords, cancellationStatement } from '../../src/domain/confirmations/cancellation-statement.js';
import { exceptionWords } from '../../src/domain/exceptions/exception-words.js';
import { exceptionStatement } from '../../src/domain/exceptions/policy-exception.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import { buildCancel } from '../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { parseAmount } from '../../src/domain/values/amount.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { parseUtc } from '../../src/domain/values/time.js';
import type { CancelView } from '../../src/signature-relay/cancels.contract.js';
import type { ExceptionStatementView } from '../../src/transfer-api/views/transfers.contract.js';
import { fittingAnswers } from './shown-clearance.js';

const { transfer } = await fittingAnswers('80');
const HASH = `0x${'12'.repeat(32)}`;
const words = transfer.words ?? '';
const safe = parseAddress(transfer.safe.address);
const id = parseId('tr', transfer.id);
const CONFIRM = { decision: 'confirm', reason: '' } as const;

const named = (result: Checked<unknown>) => (result.fits ? [] : result.differences.map(({ what }) => what));
/** The same with one text in it changed. */
function changed<T>(answer: T, from: string | RegExp, to: string): T {
  const text = JSON.stringify(answer);
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  return JSON.parse(other) as T;
}

describe(checkException.name, () => {
  const terms: ExceptionTerms = {
    ...{ rule: 'eth-per-transfer', unit: 'asset', ceiling: '90', reason: 'launch', ticket: 'CMP-77' },
    expiresAt: '2026-11-30T20:00:00Z',
  };
  const units = (amount: string) => parseAmount(amount, 18);
  const waived = {
    ...{
      rule: terms.rule,
      unit: 'asset' as const,
      measured: units('80'),
      bound: units('50'),
      ceiling: units('90'),
    },
  } as const;
  const statement = exceptionStatement({
    ...{ chainId: 31337, safe, transferId: id, intentHash: parseBytes32(transfer.intentHash), ...waived },
    ...{ reason: terms.reason, ticket: terms.ticket, expiresAt: parseUtc(terms.expiresAt) },
    words: exceptionWords(waived, transfer.asset, words),
  });
  const served = {
    ...{ typedData: statementJson(statement), digest: statementDigest(statement) },
    ...{ mayAnswer: true, because: null },
  } as unknown as ExceptionStatementView;
  const check = (
    answer: ExceptionStatementView,
    of: WholeTransfer = transfer,
    asked: ExceptionTerms = terms,
  ) => checkException(of, asked, { served: answer, chainId: 31337 });

  it('makes what is signed from the terms, and takes the measure alone from the sentence', () => {
    const made = check(served);
    expect(made.fits && made.made).toMatchObject({
      ...{ measured: '80 ETH and allows 50 ETH', upTo: '90 ETH', transfer: words },
      signable: { digest: served.digest, typedData: served.typedData },
    });
  });

  it.each([
    ['the ceiling in the sentence', 'up to 90 ETH', 'up to 9 ETH', 'Sentence of the exception'],
    [
      'the rule in the sentence',
      'the rule eth-per-transfer',
      'the rule eth-per-day',
      'Sentence of the exception',
    ],
    ['the transfer in the sentence', 'Send 80 ETH', 'Send 8 ETH', 'Sentence of the exception'],
    [
      'words in the measure',
      'it measures 80 ETH',
      'it measures 8 ETH, and 80 ETH',
      'Sentence of the exception',
    ],
    ['the ceiling', '"ceiling":"90', '"ceiling":"91', 'message.ceiling of the typed data'],
    ['the rule', '"rule":"eth-per-transfer"', '"rule":"eth-per-day"', 'message.rule of the typed data'],
    ['the ticket', '"ticket":"CMP-77"', '"ticket":"CMP-78"', 'message.ticket of the typed data'],
    [
      'the intent',
      /"intentHash":"0x[0-9a-f]{64}"/,
      `"intentHash":"${HASH}"`,
      'message.intentHash of the typed data',
    ],
    ['the digest', /"digest":"0x[0-9a-f]{64}"/, `"digest":"${HASH}"`, 'EIP-712 Digest'],
  ])('finds that %s was changed on the way', (_what, from, to, what) => {
    expect(named(check(changed(served, from, to)))).toContain(what);
  });

  it('finds a statement about other terms, or another transfer, than what is shown', () => {
    expect(check(served, transfer, { ...terms, ceiling: '85' }).fits).toBe(false);
    expect(named(check(served, transfer, { ...terms, reason: 'other' }))).toContain(
      'message.reason of the typed data',
    );
    expect(check(served, { ...transfer, amount: '8' }).fits).toBe(false);
    expect(named(check(served, transfer, { ...terms, ceiling: '1e3' }))).toEqual(['Exception']);
  });
});

describe(checkCancel.name, () => {
  const cleared = clearedOf(transfer);
  if (!cleared) throw new Error('it is cleared');
  const nonce = BigInt(cleared.nonce);
  const burn = {
    safeTxHash: safeTxDigests(buildCancel(safe, nonce), 31337, safe).digest,
    ...{ effectsDigest: HASH, expiresAt: '2026-11-30T20:00:00Z' },
    words: burnWords({ nonce, transferId: id, safe: { label: transfer.safe.label, address: safe }, words }),
  };
  const statement = cancellationStatement(
    {
      ...{ chainId: 31337, safe, transferId: id, revision: transfer.revision, words: burn.words, nonce },
      ...{ cancelledSafeTxHash: parseBytes32(cleared.safeTxHash), cancelSafeTxHash: burn.safeTxHash },
      ...{ effectsDigest: parseBytes32(HASH), expiresAt: parseUtc(burn.expiresAt) },
    },
    CONFIRM,
  );
  const cancel = {
    ...{ transfer: id, cancellation: 'cxl_1', askedBy: transfer.requester, why: 'typed wrongly' },
    ...{ since: '', stage: 'cleared', nonce: cleared.nonce, cancelledSafeTxHash: cleared.safeTxHash, burn },
    ownerSignatures: { original: 0, burn: 0, threshold: 3 },
    ...{ confirmedBy: null, reject: null, mayAnswer: true, because: null },
    confirm: { typedData: statementJson(statement), digest: statementDigest(statement) },
  } as unknown as CancelView;
  const cancelling = {
    ...transfer,
    state: 'cancelling',
    evidence: {
      ...{ state: 'cancelling', cleared },
      cancel: { stage: 'cleared', by: transfer.requester, why: 'typed wrongly' },
    },
    simulations: [{ stage: 'cancel', verdict: 'agreed', effectsDigest: HASH }],
  } as unknown as WholeTransfer;
  const check = (answer: CancelView, of: WholeTransfer = cancelling) =>
    checkCancel(of, answer, { verdict: CONFIRM, chainId: 31337 });

  it('makes the burn from Safe and nonce, and shows the transfer that it ends', () => {
    const made = check(cancel);
    expect(made.fits && made.made).toMatchObject({
      ...{ nonce: '7', burn: burn.safeTxHash, signable: { digest: cancel.confirm?.digest } },
      said: { amount: '80', symbol: 'ETH' },
    });
  });

  it.each([
    ['the nonce', '"nonce":"7","cancelledSafeTxHash"', '"nonce":"8","cancelledSafeTxHash"', 'Nonce'],
    [
      'what is cancelled',
      /"cancelledSafeTxHash":"0x[0-9a-f]{64}","burn"/,
      `"cancelledSafeTxHash":"${HASH}","burn"`,
      'safeTxHash that is cancelled',
    ],
    ['the burn', /("burn":\{"safeTxHash":)"0x[0-9a-f]{64}"/, `$1"${HASH}"`, 'safeTxHash of the burn'],
    ['its sentence', /"words":"Burn nonce 7/, '"words":"Burn nonce 8', 'Sentence of the cancel'],
    ['another transfer', /"transfer":"tr_01890a5d/, '"transfer":"tr_01890a5e', 'Transfer'],
    ['who asked for it', /"askedBy":"per_01890a5d/, '"askedBy":"per_01890a5e', 'Who asked for the cancel'],
    ['why', '"why":"typed wrongly"', '"why":"all is well"', 'Reason of the cancel'],
    [
      'what the engines saw',
      `"effectsDigest":"${HASH}","expiresAt"`,
      `"effectsDigest":"0x${'34'.repeat(32)}","expiresAt"`,
      'Effects digest of the burn',
    ],
    [
      'the statement',
      /"cancelSafeTxHash":"0x[0-9a-f]{64}"/,
      `"cancelSafeTxHash":"${HASH}"`,
      'message.cancelSafeTxHash of the typed data',
    ],
  ])('finds that %s was changed on the way', (_what, from, to, what) => {
    expect(named(check(changed(cancel, from, to)))).toContain(what);
  });

  it('answers nothing that is not asked: no burn yet, or a no to what takes none', () => {
    expect(named(check({ ...cancel, burn: null }))).toEqual(['Cancel']);
    expect(named(check(cancel, transfer))).toEqual(['State']);
    const no = checkCancel(transfer, cancel, {
      verdict: { decision: 'reject', reason: 'x' },
      chainId: 31337,
    });
    expect(named(no)).toEqual(['Cancel']);
  });
});

describe(ticketDifferences.name, () => {
  const ending = transfer.destination.address.slice(-8);

  it('takes what was entered in any case, and finds every other destination and amount', () => {
    expect(ticketDifferences(transfer, { destinationEnding: ending.toUpperCase(), amount: '80.0' })).toEqual(
      [],
    );
    expect(ticketDifferences(transfer, { destinationEnding: ending, amount: '8' })).toEqual([
      {
        ...{ what: 'What your ticket says', computed: `8, to an address that ends in ${ending}` },
        sent: `80, to ${transfer.destination.address}`,
      },
    ]);
    expect(ticketDifferences(transfer, { destinationEnding: '00000000', amount: '80' })).toHaveLength(1);
  });
});

describe(checkHashes.name, () => {
  it('holds intent and Safe transaction together once people have confirmed', () => {
    const cleared = clearedOf(transfer);
    expect(checkHashes(transfer, cleared, 31337).fits).toBe(true);
    expect(checkHashes(transfer, undefined, 31337).fits).toBe(true);
    expect(named(checkHashes(transfer, cleared, 1))).toContain('Chain of the installation');
    expect(named(checkHashes(transfer, cleared && { ...cleared, nonce: '8' }, 31337))).toEqual([
      'safeTxHash',
      'What the effects change',
    ]);
  });

  it('finds another amount in the sentence that people confirmed, and in what the effects move', () => {
    const cleared = clearedOf(transfer);
    if (!cleared) throw new Error('it is cleared');
    const hashes = (of: WholeTransfer) => named(checkHashes(of, clearedOf(of), 31337));
    const words = cleared.words?.replace('Send 80 ETH', 'Send 8 ETH') ?? '';
    expect(named(checkHashes(transfer, { ...cleared, words }, 31337))).toEqual(['Amount in the sentence']);
    expect(named(checkHashes(transfer, { ...cleared, words: null }, 31337))).toEqual(['Sentence']);
    expect(hashes(changed(transfer, '"change":"80"', '"change":"8"'))).toEqual(['What the effects change']);
  });
});
