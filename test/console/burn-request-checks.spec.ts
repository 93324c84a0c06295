import { describe, expect, it } from '@jest/globals';
import { privateKeyToAccount } from 'viem/accounts';
import { checkBurnRequest } from '../../console/signing/checks/burn-request-checks.js';
import { clearedOf } from '../../console/signing/checks/clearance-checks.js';
import { checkHashes } from '../../console/signing/checks/hash-checks.js';
import type { WholeTransfer } from '../../console/signing/checks/intent-checks.js';
import { madeTransaction } from '../../console/signing/checks/owner-request-checks.js';
import { burnWords, cancellationStatement } from '../../src/domain/confirmations/cancellation-statement.js';
import { statementDigest } from '../../src/domain/signatures/statement.js';
import { buildCancel } from '../../src/domain/transfers/safe-transaction.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import type { PersonView } from '../../src/identity/identity.contract.js';
import type { BurnRequestView } from '../../src/signature-relay/burns.contract.js';
import { fittingAnswers } from './shown-clearance.js';

const CHAIN = 31_337;
const ADA = {
  id: 'per_01890a5d-ac96-774b-bcce-000000000009',
  account: privateKeyToAccount(`0x${'33'.repeat(32)}`),
};
const BURN = { effectsDigest: `0x${'66'.repeat(32)}`, expiresAt: 1_800_000_000 };

/** A transfer that is being cancelled, and what its owners are asked to sign. Every part fits. */
async function asked() {
  const { transfer } = await fittingAnswers();
  const cleared = clearedOf(transfer);
  const hashes = checkHashes(transfer, cleared, CHAIN);
  if (!cleared || !hashes.fits) throw new Error('it does not fit');
  const { intent } = hashes.made;
  const [nonce, transferId] = [BigInt(cleared.nonce), parseId('tr', transfer.id)];
  const made = madeTransaction(buildCancel(intent.safe, nonce), intent);
  const safe = { label: transfer.safe.label, address: intent.safe };
  const words = burnWords({ nonce, transferId, safe, words: cleared.words ?? '' });
  const cancellation = {
    ...{ chainId: CHAIN, safe: intent.safe, transferId, revision: transfer.revision, words, nonce },
    cancelledSafeTxHash: parseBytes32(cleared.safeTxHash),
    cancelSafeTxHash: made.digests.digest,
    effectsDigest: parseBytes32(BURN.effectsDigest),
    expiresAt: unixSeconds(BURN.expiresAt),
  };
  const digest = statementDigest(cancellationStatement(cancellation, { decision: 'confirm', reason: '' }));
  const { digests, signable } = made;
  const request = {
    ...{ transfer: transfer.id, words, missing: 3, signatures: [] },
    ...{ cancelledSafeTxHash: cleared.safeTxHash, cancelSafeTxHash: digests.digest },
    safe: { address: intent.safe, chainId: CHAIN, threshold: 3, nonce: cleared.nonce },
    typedData: signable.typedData,
    digests: {
      ...{ domainHash: digests.domainHash, messageHash: digests.messageHash },
      ...{ eip712Digest: digests.digest, calldataDigest: digests.calldata },
    },
    evidence: {
      ...{ cancellationDigest: digest, confirmedBy: ADA.id, confirmedByName: 'Ada' },
      signature: await ADA.account.sign({ hash: digest }),
    },
  } as unknown as BurnRequestView;
  const cancel = { stage: 'confirmed', confirmedBy: ADA.id, burn: BURN };
  const cancelling = {
    ...transfer,
    state: 'cancelling',
    evidence: { state: 'cancelling', cleared, cancel },
  } as unknown as WholeTransfer;
  const ada = { id: ADA.id, name: 'Ada', keys: [{ id: ADA.account.address, purpose: 'confirmation' }] };
  return { transfer: cancelling, request, people: [ada as unknown as PersonView] };
}

const fitting = await asked();

/** What the page names when one text is another one in what was sent. */
async function lied(part: 'transfer' | 'request', from: string | RegExp, to: string) {
  const text = JSON.stringify(fitting[part]);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const given = {
    ...fitting,
    ...(Object.fromEntries([[part, JSON.parse(changed)]]) as Partial<typeof fitting>),
  };
  const result = await checkBurnRequest(given.transfer, given.request, {
    chainId: CHAIN,
    people: given.people,
  });
  return result.fits ? [] : result.differences.map(({ what }) => what);
}

describe(checkBurnRequest.name, () => {
  it('gives the empty call of the Safe to itself, at the nonce of the transfer', async () => {
    const { transfer, request, people } = fitting;
    const result = await checkBurnRequest(transfer, request, { chainId: CHAIN, people });
    expect(result.fits ? result.made.transaction : result.differences).toMatchObject({
      ...{ to: transfer.safe.address, value: 0n, data: '0x', operation: 0 },
      nonce: BigInt(request.safe.nonce),
    });
  });

  it.each([
    ['another sentence', 'request', /"words":"[^"]*"/, '"words":"Burn nothing"', 'Sentence of the cancel'],
    [
      'another transfer to cancel',
      'request',
      /"cancelledSafeTxHash":"0x../,
      '"cancelledSafeTxHash":"0xee',
      'safeTxHash that is cancelled',
    ],
    [
      'another burn',
      'request',
      /"cancelSafeTxHash":"0x../,
      '"cancelSafeTxHash":"0xee',
      'safeTxHash of the burn',
    ],
    ['a call with data', 'request', '"data":"0x"', '"data":"0xa9059cbb"', 'message.data of the typed data'],
    ['a delegatecall', 'request', '"operation":0', '"operation":1', 'message.operation of the typed data'],
    [
      'another who confirmed',
      'request',
      `"confirmedBy":"${ADA.id}"`,
      '"confirmedBy":"per_x"',
      'Who confirmed the cancel',
    ],
    [
      'another digest',
      'request',
      /"cancellationDigest":"0x../,
      '"cancellationDigest":"0xee',
      'Digest of the cancel',
    ],
    ['other effects', 'transfer', BURN.effectsDigest, `0x${'77'.repeat(32)}`, 'Digest of the cancel'],
    [
      'a cancel that nobody confirmed',
      'transfer',
      '"stage":"confirmed","confirmedBy"',
      '"stage":"confirmed","by"',
      'Cancel',
    ],
  ] as const)('is not signed where the server sends %s', async (_what, part, from, to, named) => {
    expect(await lied(part, from, to)).toContain(named);
  });

  it('is not signed where nobody with that key confirmed it', async () => {
    const { transfer, request } = fitting;
    const result = await checkBurnRequest(transfer, request, { chainId: CHAIN, people: [] });
    expect(result.fits ? [] : result.differences.map(({ what }) => what)).toEqual(['Key that confirmed it']);
  });
});
