import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { type Hex, concat, hashTypedData } from 'viem';
import { type PrivateKeyAccount, generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { Proposer, openDestinationChanges } from '../../../test/destination-changes.js';
import { openStory } from '../../../test/e2e/story.js';
import type { StorySteps } from '../../../test/e2e/story-steps.js';
import type { DestinationInput } from '../../domain/address-book/destination.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { sandboxChainId } from '../../../sandbox/anvil.js';
import { createSafe } from '../../../sandbox/safe-contracts.js';

// return(0x1626ba7e...), whatever it is asked.
const YES_TO_ALL: Hex = `0x7f1626ba7e${'00'.repeat(28)}60005260206000f3`;
// What it is asked, and EIP-1271's selector is EIP-1271's answer.
const ECHO: Hex = '0x366000600037366000f3';
const REVERTS: Hex = '0x60006000fd';

let story: StorySteps;
let app: INestApplicationContext;
let proposer: Proposer;

beforeAll(async () => {
  story = await openStory();
  app = await openDestinationChanges(story);
  proposer = new Proposer(app, story.assetId('usd'));
});
afterAll(async () => {
  await app.close();
  await story.close();
});
afterEach(() => {
  story.chain.proxy.tamper = undefined;
});

const newAccount = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey());

describe('a contract wallet as a destination (EIP-1271)', () => {
  const owners = [newAccount(), newAccount()].sort((a, b) =>
    a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1,
  );
  let wallet: Address;

  beforeAll(async () => {
    const addresses = owners.map((each) => each.address);
    const safe = { owners: addresses, threshold: 2, saltNonce: 77n };
    wallet = addressFromHex(await createSafe(story.chain.client, safe));
  });

  /** What the CompatibilityFallbackHandler of a Safe has its owners sign for a hash. */
  async function signedBy(signers: readonly PrivateKeyAccount[], digest: Hex): Promise<Hex> {
    const message = hashTypedData({
      domain: { chainId: sandboxChainId, verifyingContract: wallet },
      types: { SafeMessage: [{ name: 'message', type: 'bytes' }] },
      primaryType: 'SafeMessage',
      message: { message: digest },
    });
    return concat(await Promise.all(signers.map((each) => each.sign({ hash: message }))));
  }

  async function claimed(signers: readonly PrivateKeyAccount[], address = wallet): Promise<DestinationInput> {
    const { input, terms, digest } = await proposer.draft(address);
    const control = { kind: 'eip1271' as const, signature: await signedBy(signers, digest), ...terms };
    return { ...input, control };
  }

  it('is prepared with the hash of its code and the block of its answer', async () => {
    const input = await claimed(owners);
    const content = await proposer.prepare(input);
    const block = await story.chain.client.getBlock();
    expect(content.codeHash).toMatch(/^0x[0-9a-f]{64}$/);
    expect(content.control).toEqual({ ...input.control, blockHash: block.hash });
  });

  it('is refused when too few of its owners, or other people, signed', async () => {
    for (const signers of [owners.slice(0, 1), [newAccount(), newAccount()]]) {
      expect(await proposer.refusal(await claimed(signers))).toMatchObject({
        code: 'CONTROL_NOT_PROVEN',
        pointers: ['/control/signature'],
      });
    }
  });

  it.each([
    ['says yes to everything', YES_TO_ALL, 'takes any signature for anything'],
    ['answers with what it is asked', ECHO, 'does not take the signature'],
    ['reverts', REVERTS, 'does not take the signature'],
  ])('is refused when it %s', async (_what, bytecode, words) => {
    const address = addressFromHex(newAccount().address);
    await story.chain.client.setCode({ address, bytecode });
    const { code, text } = await proposer.refusal(await claimed(owners, address));
    expect([code, text]).toEqual(['CONTROL_NOT_PROVEN', expect.stringContaining(words)]);
  });

  it('is refused with ERC-6492, and where there is no code', async () => {
    const input = await claimed(owners);
    if (input.control.kind !== 'eip1271') throw new Error('another claim');
    const wrapped = concat([input.control.signature, `0x${'6492'.repeat(16)}`]);
    const { text } = await proposer.refusal({ ...input, control: { ...input.control, signature: wrapped } });
    expect(text).toContain('ERC-6492');
    const nowhere = await claimed(owners, addressFromHex(newAccount().address));
    expect(await proposer.refusal(nowhere)).toMatchObject({
      pointers: ['/control/kind', '/control/signature'],
    });
  });

  it('invariant 7: is refused when one provider has another answer than the wallet', async () => {
    const yes: Hex = `0x${'00'.repeat(31)}01`;
    story.chain.proxy.tamper = (request, response) =>
      request.method === 'eth_call' ? { ...response, result: yes } : response;
    const input = await claimed([newAccount(), newAccount()]);
    expect(await proposer.refusal(input)).toMatchObject({ code: 'RPC_DISAGREE' });
  });
});
