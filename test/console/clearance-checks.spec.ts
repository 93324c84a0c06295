import { describe, expect, it } from '@jest/globals';
import { type TypedDataDefinition, hashTypedData } from 'viem';
import { checkAnswer, checkClearance } from '../../console/signing/checks/clearance-checks.js';
import { checkRequester } from '../../console/signing/checks/requester-checks.js';
import { type Answers, fittingAnswers } from './shown-clearance.js';

const OTHER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const HASH = `0x${'12'.repeat(32)}`;

/** As the page does it: transfer, then what is asked to be signed, then who asked for it. */
async function check({ transfer, clearance, known, person }: Answers) {
  const made = checkClearance(transfer, known);
  if (!made.fits) return made;
  const answer = checkAnswer(made.made, { decision: 'confirm', reason: '' }, clearance);
  if (!answer.fits) return answer;
  const asked = await checkRequester(transfer, person);
  return asked.fits ? answer : asked;
}

/** The differences that the page names when one text is another one in one of the answers. */
async function lied(part: keyof Answers, from: string | RegExp, to: string): Promise<readonly string[]> {
  const answers = await fittingAnswers();
  const text = JSON.stringify(answers[part]);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const result = await check({ ...answers, [part]: JSON.parse(changed) as unknown });
  return result.fits ? [] : result.differences.map(({ what }) => what);
}

const fitting = await fittingAnswers();

describe(checkClearance.name, () => {
  it('gives what is to be signed where everything fits: made here, with the digest of a second implementation', async () => {
    const result = await check(fitting);
    expect(result.fits).toBe(true);
    if (!result.fits) return;
    const { confirm } = fitting.clearance;
    expect(result.made).toEqual({ typedData: confirm?.typedData, digest: confirm?.digest });
    expect(hashTypedData(confirm?.typedData as unknown as TypedDataDefinition)).toBe(confirm?.digest);
  });

  it('takes the sentence apart, and gives its parts', () => {
    const made = checkClearance(fitting.transfer, fitting.known);
    expect(made.fits && made.made.said).toEqual({
      ...{ amount: '4', symbol: 'ETH', token: null, chainId: '31337', reference: 'TICKET-1' },
      safe: { label: 'Cold 1', address: fitting.transfer.safe.address },
      destination: { label: 'Hot wallet 1', address: fitting.transfer.destination.address },
    });
  });

  it.each([
    ['the amount', 'transfer', /"amount":"4"/, '"amount":"3"', 'Amount'],
    ['the smallest units', 'transfer', /"amountUnits":"4/, '"amountUnits":"3', 'Amount in smallest units'],
    [
      'the destination',
      'transfer',
      /("destination":\{"label":"Hot wallet 1","address":)"0x[0-9a-fA-F]+"/,
      `$1"${OTHER}"`,
      'Address of the destination',
    ],
    [
      'the name of the destination',
      'transfer',
      '"label":"Hot wallet 1"',
      '"label":"Ours"',
      'Sentence of the transfer',
    ],
    [
      'the address of the Safe',
      'transfer',
      /("safe":\{"label":"Cold 1","address":)"0x[0-9a-fA-F]+"/,
      `$1"${OTHER.replace('5aAeb', '5aAec')}"`,
      'Address of the Safe',
    ],
    [
      'the address of the token',
      'transfer',
      '"address":"0x0000000000000000000000000000000000000000"',
      `"address":"${OTHER}"`,
      'Address of the token',
    ],
    ['the decimals', 'transfer', '"decimals":18', '"decimals":17', 'Amount'],
    ['the symbol', 'transfer', '"symbol":"ETH"', '"symbol":"WETH"', 'Sentence of the transfer'],
    [
      'the sentence that is shown',
      'transfer',
      /"words":"Send 4 ETH/,
      '"words":"Send 3 ETH',
      'Sentence of the transfer',
    ],
    ['the state', 'transfer', '"state":"awaiting-confirmation"', '"state":"settled"', 'State'],
    ['a number for a text', 'transfer', '"amount":"4"', '"amount":4', 'Amount'],
    ['the reference', 'transfer', '"reference":"TICKET-1"', '"reference":"TICKET-2"', 'Reference'],
    [
      'the expiry',
      'transfer',
      '"expiresAt":"2026-12-01T00:00:00Z"',
      '"expiresAt":"2027-12-01T00:00:00Z"',
      'Expiry',
    ],
    ['the intent hash', 'transfer', /"intentHash":"0x[0-9a-f]{64}"/, `"intentHash":"${HASH}"`, 'Intent hash'],
    [
      'the intent',
      'transfer',
      '"amount":"4000000000000000000"',
      '"amount":"3000000000000000000"',
      'Amount in smallest units',
    ],
    ['the salt of the intent', 'transfer', '2222', '3333', 'Intent hash'],
    ['the chain', 'transfer', /"chainId":31337\}/, '"chainId":1}', 'Chain of the Safe'],
    [
      'the sentence that was cleared',
      'transfer',
      /("evidence":\{.*)Send 4 ETH/,
      '$1Send 3 ETH',
      'Amount in the sentence',
    ],
    ['the safeTxHash', 'transfer', /"safeTxHash":"0x[0-9a-f]{64}"/, `"safeTxHash":"${HASH}"`, 'safeTxHash'],
    ['the nonce that was cleared', 'transfer', /("cleared":\{"nonce":)"7"/, '$1"8"', 'safeTxHash'],
    [
      'the digest for the owners',
      'transfer',
      /"eip712Digest":"0x[0-9a-f]{64}"/,
      `"eip712Digest":"${HASH}"`,
      'EIP-712 Digest for the owners',
    ],
    [
      'the effects',
      'transfer',
      /"delta":"4000000000000000000"/,
      '"delta":"5000000000000000000"',
      'Effects digest',
    ],
    ['what moves', 'transfer', /"change":"4"/, '"change":"5"', 'What the effects change'],
    [
      'a balance after it',
      'transfer',
      /"change":"4","after":null/,
      '"change":"4","after":"5"',
      'Balance after the transfer',
    ],
    [
      'the effects digest',
      'transfer',
      /"effectsDigest":"0x[0-9a-f]{64}"/,
      `"effectsDigest":"${HASH}"`,
      'Effects digest',
    ],
    [
      'the policy of the decision',
      'transfer',
      /("decision":\{.*"policyHash":)"0x[0-9a-f]{64}"/,
      `$1"${HASH}"`,
      'Policy of the decision',
    ],
    ['an exception', 'transfer', '"exceptions":[]', `"exceptions":["${HASH}"]`, 'Exception'],
    [
      'the name of the requester',
      'transfer',
      '"requesterName":"Tessa"',
      '"requesterName":"Ada"',
      'Name of the requester',
    ],
    ['a limit of the policy', 'known', /"max":"[0-9]+"/, '"max":"123"', 'Policy hash'],
    ['the version of the policy', 'known', '"version":1', '"version":2', 'Version of the policy'],
    [
      'the chain of the installation',
      'known',
      /"chainId":31337,"entry"/,
      '"chainId":1,"entry"',
      'Chain of the installation',
    ],
    [
      'the address in the address book',
      'known',
      /"address":"0x[0-9a-fA-F]+"/,
      `"address":"${OTHER}"`,
      'Address in the address book',
    ],
    [
      'the name in the address book',
      'known',
      '"label":"Hot wallet 1"',
      '"label":"Theirs"',
      'Name in the address book',
    ],
    ['the digest', 'clearance', /"digest":"0x[0-9a-f]{64}"/, `"digest":"${HASH}"`, 'EIP-712 Digest'],
    [
      'words of the typed data',
      'clearance',
      /("message":\{.*?)Send 4 ETH/,
      '$1Send 3 ETH',
      'message.words of the typed data',
    ],
    [
      'the decision of the typed data',
      'clearance',
      '"decision":"confirm"',
      '"decision":"reject"',
      'message.decision of the typed data',
    ],
    [
      'a hash in the typed data',
      'clearance',
      /"safeTxHash":"0x[0-9a-f]{64}"/,
      `"safeTxHash":"${HASH}"`,
      'message.safeTxHash of the typed data',
    ],
    [
      'the contract of the typed data',
      'clearance',
      /"verifyingContract":"0x[0-9a-fA-F]+"/,
      '"verifyingContract":"0x0000000000000000000000000000000000000001"',
      'domain.verifyingContract of the typed data',
    ],
    [
      'the chain of the typed data',
      'clearance',
      '"chainId":31337',
      '"chainId":1',
      'domain.chainId of the typed data',
    ],
    ['a type', 'clearance', '{"name":"words","type":"string"},', '', 'types of the typed data'],
    ['a member more', 'clearance', '"message":{', '"message":{"more":"",', 'message.more of the typed data'],
    ['the revision', 'clearance', '"revision":1,"require"', '"revision":2,"require"', 'Revision'],
    [
      'the sentence beside it',
      'clearance',
      /"words":"Send 4 ETH([^"]*)","text"/,
      '"words":"Send 3 ETH$1","text"',
      'Sentence to sign',
    ],
    [
      'the text to compare',
      'clearance',
      'sluice-clearance:1?chain=31337',
      'sluice-clearance:1?chain=1',
      'Text to compare',
    ],
    [
      'the key of the requester',
      'person',
      /"id":"0x[0-9a-fA-F]{40}"/,
      `"id":"${OTHER}"`,
      'Key of the requester',
    ],
  ] as const)('finds that %s was changed on the way', async (_what, part, from, to, named) => {
    expect(await lied(part, from, to)).toContain(named);
  });

  it('names both values of a difference', async () => {
    const answers = await fittingAnswers();
    const transfer = { ...answers.transfer, amount: '3' };
    expect(checkClearance(transfer, answers.known)).toEqual({
      fits: false,
      differences: [{ what: 'Amount', computed: '4', sent: '3' }],
    });
  });

  it('fits no transfer that is not cleared, and no statement that is not there', async () => {
    const answers = await fittingAnswers();
    const transfer = { ...answers.transfer, state: 'queued', evidence: { state: 'queued' } } as const;
    expect(checkClearance(transfer, answers.known).fits).toBe(false);
    expect((await check({ ...answers, clearance: { ...answers.clearance, confirm: null } })).fits).toBe(
      false,
    );
  });

  it('takes another whole transfer, right in itself, for a difference from what is shown', async () => {
    const [one, other] = [await fittingAnswers('4'), await fittingAnswers('5')];
    expect((await check({ ...one, clearance: other.clearance })).fits).toBe(false);
    expect((await check({ ...one, transfer: { ...one.transfer, intent: other.transfer.intent } })).fits).toBe(
      false,
    );
    expect(
      (await check({ ...one, transfer: { ...one.transfer, effects: other.transfer.effects } })).fits,
    ).toBe(false);
  });

  it('rejects with the reason that was written, and without words', () => {
    const made = checkClearance(fitting.transfer, fitting.known);
    if (!made.fits) throw new Error('it fits');
    const as = (reason: string) => checkAnswer(made.made, { decision: 'reject', reason }, fitting.clearance);
    const rejected = as('no');
    expect(rejected.fits && rejected.made.typedData['message']).toMatchObject({ words: '', reason: 'no' });
    const otherwise = as('yes');
    expect(otherwise.fits ? [] : otherwise.differences[0]).toEqual({
      ...{ what: 'message.reason of the typed data', computed: 'yes', sent: 'no' },
    });
  });
});
