import { describe, expect, it } from '@jest/globals';
import type { SignatureRequestView } from '../../src/signature-relay/signature-relay.contract.js';
import { privateKeyToAccount } from 'viem/accounts';
import { clearanceStatement } from '../../src/domain/confirmations/clearance.js';
import { statementDigest } from '../../src/domain/signatures/statement.js';
import type { PersonView } from '../../src/identity/identity.contract.js';
import { clearedOf, unseenClearance } from '../../console/signing/checks/clearance-checks.js';
import type { WholeTransfer } from '../../console/signing/checks/intent-checks.js';
import {
  type OwnerGrounds,
  checkOwnerRequest,
  madeTransaction,
} from '../../console/signing/checks/owner-request-checks.js';
import { checkHashes } from '../../console/signing/checks/hash-checks.js';
import { intendedMovement } from '../../console/signing/checks/intended-movement.js';
import { buildSafeTransaction } from '../../src/domain/transfers/safe-transaction.js';
import { fittingAnswers } from './shown-clearance.js';

const ADA = {
  id: 'per_01890a5d-ac96-774b-bcce-000000000009',
  account: privateKeyToAccount(`0x${'33'.repeat(32)}`),
};
const OTHER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

interface Asked {
  readonly transfer: WholeTransfer;
  readonly request: SignatureRequestView;
  readonly grounds: OwnerGrounds;
}

/** Everything that a page has asked for when an owner is about to sign. Every part fits. */
async function asked(): Promise<Asked> {
  const { transfer, known, person } = await fittingAnswers();
  const [cleared, unseen] = [clearedOf(transfer), unseenClearance(transfer)];
  const hashes = checkHashes(transfer, cleared, 31_337);
  if (!cleared || !unseen || !hashes.fits) throw new Error('it does not fit');
  const { intent } = hashes.made;
  const clearance = { ...unseen, words: cleared.words ?? '' };
  const digest = statementDigest(clearanceStatement(clearance, { decision: 'confirm', reason: '' }));
  const transaction = buildSafeTransaction(intendedMovement(intent, transfer.asset), BigInt(cleared.nonce));
  const { digests, signable } = madeTransaction(transaction, intent);
  const confirmation = {
    ...{ id: 'cnf_1', person: ADA.id, personName: 'Ada', decision: 'confirm', reason: '', revision: 1 },
    ...{ status: 'counts', staleBecause: null, digest, at: '2026-11-30T00:00:00Z' },
    signature: await ADA.account.sign({ hash: digest }),
  };
  const request = {
    ...{ transfer: transfer.id, state: 'relayed', words: cleared.words, missing: 3, signatures: [] },
    safe: { address: intent.safe, chainId: 31_337, threshold: 3, nonce: cleared.nonce },
    typedData: signable.typedData,
    digests: {
      ...{ domainHash: digests.domainHash, messageHash: digests.messageHash },
      ...{ eip712Digest: digests.digest, calldataDigest: digests.calldata },
    },
    evidence: { clearanceDigest: digest, confirmations: [confirmation] },
  } as unknown as SignatureRequestView;
  const ada = {
    ...{ id: ADA.id, name: 'Ada', roles: ['approver'], groups: ['treasury'], removedAt: null },
    keys: [{ id: ADA.account.address, kind: 'evm', purpose: 'confirmation' }],
  } as unknown as PersonView;
  return { transfer, request, grounds: { chainId: 31_337, entry: known.entry, people: [person, ada] } };
}

const fitting = await asked();

/** What the page names when one text is another one in what was sent. */
async function lied(part: keyof Asked, from: string | RegExp, to: string): Promise<readonly string[]> {
  const text = JSON.stringify(fitting[part]);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const { transfer, request, grounds } = {
    ...fitting,
    ...(Object.fromEntries([[part, JSON.parse(changed)]]) as Partial<Asked>),
  };
  const result = await checkOwnerRequest(transfer, request, grounds);
  return result.fits ? [] : result.differences.map(({ what }) => what);
}

describe(checkOwnerRequest.name, () => {
  it('gives the Safe transaction that was made here from the intent and the nonce', async () => {
    const result = await checkOwnerRequest(fitting.transfer, fitting.request, fitting.grounds);
    expect(result.fits).toBe(true);
    if (!result.fits) return;
    const { signable, digests, said } = result.made;
    expect(signable.typedData).toEqual(fitting.request.typedData);
    expect(signable.digest).toBe(fitting.request.digests.eip712Digest);
    expect(digests.calldata).toBe(fitting.request.digests.calldataDigest);
    expect(said.destination.label).toBe('Hot wallet 1');
  });

  it.each([
    [
      'another destination in the typed data',
      'request',
      /"to":"0x[0-9a-fA-F]+"/,
      `"to":"${OTHER}"`,
      'message.to of the typed data',
    ],
    ['a delegatecall', 'request', '"operation":0', '"operation":1', 'message.operation of the typed data'],
    ['a refund', 'request', '"gasPrice":"0"', '"gasPrice":"1"', 'message.gasPrice of the typed data'],
    ['another nonce', 'request', /("message":.*"nonce":)"7"/, '$1"8"', 'message.nonce of the typed data'],
    [
      'another Safe',
      'request',
      /"safe":\{"address":"0x[0-9a-fA-F]+"/,
      `"safe":{"address":"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"`,
      'Safe',
    ],
    ['another digest', 'request', /"eip712Digest":"0x../, '"eip712Digest":"0x00', 'EIP-712 Digest'],
    ['other words', 'request', 'Send 4 ETH', 'Send 3 ETH', 'Sentence'],
    ['another amount', 'transfer', /"amountUnits":"4/, '"amountUnits":"3', 'Amount in smallest units'],
    [
      'another name in the sentence that was confirmed',
      'transfer',
      /("cleared":\{.*"words":"[^"]*to )Hot wallet 1/,
      '$1Hot wallet 2',
      'Sentence',
    ],
    [
      'another entry',
      'grounds',
      /"address":"0x[0-9a-fA-F]+"/,
      `"address":"${OTHER}"`,
      'Address in the address book',
    ],
    ['a confirmation by nobody', 'grounds', ADA.account.address, OTHER, 'Key that confirmed for Ada'],
    ['another chain', 'grounds', '"chainId":31337', '"chainId":1', 'Chain of the installation'],
  ] as const)('refuses %s', async (_what, part, from, to, difference) => {
    expect(await lied(part, from, to)).toContain(difference);
  });

  it('refuses names that fit to one another, and that no confirmer signed', async () => {
    const rename = <T>(value: T): T =>
      JSON.parse(
        JSON.stringify(value)
          .replaceAll('to Hot wallet 1 (', 'to Our own wallet (')
          .replace('"label":"Hot wallet 1"', '"label":"Our own wallet"'),
      ) as T;
    const result = await checkOwnerRequest(
      rename(fitting.transfer),
      rename(fitting.request),
      fitting.grounds,
    );
    expect(result.fits ? [] : result.differences.map(({ what }) => what)).toEqual([
      'Digest of the clearance',
      'What Ada confirmed',
      'Key that confirmed for Ada',
    ]);
  });

  it('refuses a request that nobody confirmed', async () => {
    expect(await lied('request', '"status":"counts"', '"status":"stale"')).toEqual(['Confirmations']);
  });
});
