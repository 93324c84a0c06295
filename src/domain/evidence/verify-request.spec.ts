import { describe, expect, it } from '@jest/globals';
import { withLeaf } from '../../../test/builders/changed-json.js';
import { resealed } from '../../../test/builders/resealed.js';
import { bundleText, recordedRoots } from '../../../test/vectors/evidence-bundle.js';
import {
  recordedRequest,
  requestRoots,
  requestText as fileText,
} from '../../../test/vectors/signature-request.js';
import { safeTxTypedData } from '../transfers/safe-tx-hash.js';
import { parseSafeTransaction } from '../transfers/parse-safe-transaction.js';
import type { Address } from '../values/address.js';
import type { Json } from '../values/canonical-json.js';
import { type EvidenceBundle, printBundle } from './bundle.js';
import { Memory } from './memory.js';
import { type SignerView, hashedAgain, requestText } from './signer-view.js';
import { forOwner, verifyRequest } from './verify-request.js';

const memory = new Memory();
const bundle = recordedRequest();
const roots = requestRoots();

async function proven() {
  const verdict = await verifyRequest(fileText, roots, memory);
  if (!verdict.request) throw new Error(JSON.stringify(verdict.lines.filter(({ ok }) => ok !== true)));
  return { ...verdict, request: verdict.request };
}

function put(path: readonly (string | number)[], value: Json): EvidenceBundle {
  return withLeaf(bundle, path, value) as unknown as EvidenceBundle;
}

describe(verifyRequest.name, () => {
  it('invariant 18: shows the owner what was confirmed, in the words of the register and the hashes of the device', async () => {
    const { request, holds, isRooted } = await proven();
    expect([holds, isRooted]).toEqual([true, true]);
    const { intent } = bundle.transfer;
    expect(request).toMatchObject({
      ...{ transfer: bundle.transfer.id, state: 'relayed', revision: 1 },
      ...{ chainId: 31337, chain: 'a local test chain' },
      safe: { label: 'Cold 1', address: intent.safe, threshold: 3 },
      destination: { label: 'Hot wallet 1', address: intent.destination },
      asset: { symbol: 'sUSD', decimals: 6, token: intent.asset },
      amount: { whole: '30000.25', units: '30000250000' },
      ...{ nonce: '0', operation: 'CALL', founding: roots.founding },
      digests: bundle.safeTransaction?.digests,
      requester: { id: intent.requesterId, name: 'Tessa' },
      message: (bundle.safeTransaction?.typedData as { message: Json }).message,
    });
    expect(request.call).toBe(`moves 30000.25 sUSD to Hot wallet 1 (${intent.destination})`);
    expect(request.sentence).toMatch(/^Send 30000\.25 sUSD \(token 0x[0-9a-fA-F]{40}\) from Cold 1 \(0x/);
    expect(request.confirmers.map(({ name, groups }) => [name, groups.includes('treasury')])).toEqual([
      ['Ada', true],
      ['Rita', false],
    ]);
    expect(request.confirmers.map(({ key }) => key)).toEqual(bundle.confirmations.map(({ key }) => key));
    expect(request.owners.map(({ name, hasSigned }) => [name, hasSigned])).toEqual(
      expect.arrayContaining([
        ['Otto', false],
        ['Omar', false],
        ['Orson', false],
      ]),
    );
  });

  it('says what a file cannot prove: that the Safe is still as it was, and that owners sign nowhere else', async () => {
    const { lines } = await proven();
    const open = lines.filter(({ check, ok }) => check === 'request' && ok === 'not-proven');
    expect(open.map(({ words }) => words).join('\n')).toMatch(/not frozen[\s\S]*no guard on chain/);
  });

  it('invariant 20: names the ways round Sluice that the pinned Safe has', async () => {
    const { lines, request } = await proven();
    expect(request).toMatchObject({ enforcement: 'advisory', gaps: ['HANDLER_SIGNS'] });
    expect(lines).toContainEqual(
      expect.objectContaining({ ok: 'not-proven', words: expect.stringContaining('HANDLER_SIGNS: ') }),
    );
  });

  it('invariant 18: shows nothing to sign without roots, and calls it not rooted', async () => {
    const { holds, isRooted, request } = await verifyRequest(fileText, {}, memory);
    expect([holds, isRooted, request]).toEqual([true, false, null]);
  });

  it('invariant 12: has nothing to sign of a transfer that has ended', async () => {
    const { holds, request, lines } = await verifyRequest(bundleText, recordedRoots(), memory);
    expect([holds, request]).toEqual([false, null]);
    expect(lines.filter(({ ok }) => ok === false)).toEqual([
      expect.objectContaining({
        ...{ check: 'request', part: '/transfer/state' },
        words: 'there is nothing to sign: the transfer is settled',
      }),
    ]);
  });

  it('invariant 1: shows nothing of one whose typed data is another transaction, even if the log were made anew', async () => {
    const message = ['safeTransaction', 'typedData', 'message'] as const;
    for (const [name, value] of [
      ['to', '0x96221423681A6d52E184D440a8eFCEbB105C7242'],
      ['operation', 1],
      ['nonce', '1'],
      ['value', '1'],
      ['data', '0x'],
      ['safeTxGas', '45746'],
      ['gasToken', '0x96221423681A6d52E184D440a8eFCEbB105C7242'],
    ] as const) {
      const verdict = await verifyRequest(printBundle(resealed(put([...message, name], value))), {}, memory);
      expect([name, verdict.holds, verdict.request]).toEqual([name, false, null]);
      expect(verdict.lines).toContainEqual(
        expect.objectContaining({ ok: false, part: '/safeTransaction/typedData' }),
      );
    }
  });

  it('shows nothing of what is no bundle', async () => {
    for (const text of ['', '{}\n', fileText.trimEnd(), ` ${fileText}`])
      expect(await verifyRequest(text, roots, memory)).toMatchObject({ holds: false, request: null });
  });
});

describe(forOwner.name, () => {
  const otto = () => ownerNamed('Otto');

  it('asks an owner who has not signed', async () => {
    const verdict = forOwner(await proven(), await otto());
    expect([verdict.holds, verdict.request?.nonce]).toEqual([true, '0']);
    expect(verdict.lines.at(-1)).toMatchObject({
      ok: true,
      words: expect.stringContaining('the key of Otto'),
    });
  });

  it('invariants 10 and 14: nobody signs twice, for somebody else, what they requested, or without need', async () => {
    const { request, ...rest } = await proven();
    const owner = await otto();
    const others = request.owners.filter(({ address }) => address !== owner);
    const cases: readonly (readonly [string, Partial<SignerView>, string])[] = [
      ['no owner', { owners: others }, 'is no owner of the Safe'],
      [
        'signed',
        { owners: request.owners.map((each) => ({ ...each, hasSigned: each.address === owner })) },
        'has signed it already',
      ],
      [
        'requested',
        { requester: { id: personOf(request, owner), name: 'Otto' } },
        'who requested the transfer',
      ],
      [
        'enough',
        { owners: request.owners.map((each) => ({ ...each, hasSigned: each.address !== owner })) },
        'enough owners have signed',
      ],
    ];
    for (const [what, change, words] of cases) {
      const verdict = forOwner({ ...rest, request: { ...request, ...change } }, owner);
      expect([what, verdict.holds, verdict.request]).toEqual([what, false, null]);
      expect(verdict.lines.at(-1)).toMatchObject({ ok: false, words: expect.stringContaining(words) });
    }
  });

  it('says nothing of a request that does not hold', async () => {
    const refused = await verifyRequest('{}\n', roots, memory);
    expect(forOwner(refused, await otto())).toEqual(refused);
  });
});

async function ownerNamed(name: string): Promise<Address> {
  const { request } = await proven();
  const found = request.owners.find((each) => each.name === name);
  if (!found) throw new Error(`no owner is called ${name}`);
  return found.address;
}

function personOf({ owners }: SignerView, owner: Address): string {
  return owners.find(({ address }) => address === owner)?.person ?? '';
}

describe(hashedAgain.name, () => {
  it('invariant 3: hashes by other code, and as the recorded owner was asked', async () => {
    const { request } = await proven();
    const { calldataDigest: _, ...digests } = request.digests;
    expect(hashedAgain(bundle.safeTransaction?.typedData as never)).toEqual(digests);
  });

  it('takes decimal texts for what they are, to the last digit', async () => {
    const { request } = await proven();
    const value = 2n ** 256n - 1n;
    const tx = { ...transactionOf(request.message), value };
    const large = safeTxTypedData(tx, request.chainId, request.safe.address);
    const near = safeTxTypedData({ ...tx, value: value - 1n }, request.chainId, request.safe.address);
    expect(hashedAgain(large).messageHash).not.toBe(hashedAgain(near).messageHash);
  });
});

/** The message as numbers again. */
function transactionOf(message: Awaited<ReturnType<typeof proven>>['request']['message']) {
  const { value, safeTxGas, baseGas, gasPrice, nonce, ...rest } = message;
  const numbers = Object.entries({ value, safeTxGas, baseGas, gasPrice, nonce });
  const tx = { ...rest, ...Object.fromEntries(numbers.map(([name, text]) => [name, BigInt(text)])) };
  return tx as unknown as Parameters<typeof parseSafeTransaction>[0];
}

describe(requestText.name, () => {
  it('names chain, Safe, nonce and digest in one stable text', async () => {
    const { request } = await proven();
    expect(requestText(request)).toBe(
      `sluice-request:1?chain=31337&safe=${request.safe.address}&nonce=0&digest=${request.digests.eip712Digest}`,
    );
  });
});
