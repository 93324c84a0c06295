import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { type Hex, concat } from 'viem';
import { type PrivateKeyAccount, generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import {
  Proposer,
  nowPlusDays,
  openDestinationChanges,
  refusalOf,
} from '../../../test/destination-changes.js';
import { openStory } from '../../../test/e2e/story.js';
import type { StorySteps } from '../../../test/e2e/story-steps.js';
import { controlDigest } from '../../domain/address-book/control.js';
import type { DestinationInput } from '../../domain/address-book/destination.js';
import { difference } from '../../domain/address-book/lookalike.js';
import { type Address, addressFromHex } from '../../domain/values/address.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { unixSeconds } from '../../domain/values/time.js';
import { DestinationProposal } from './destination-proposal.contract.js';

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

async function provenBy(account: PrivateKeyAccount, change: Partial<DestinationInput> = {}) {
  const { input, terms, digest } = await proposer.draft(addressFromHex(account.address), change);
  const control = { kind: 'eoa' as const, signature: await account.sign({ hash: digest }), ...terms };
  return { ...input, control };
}

describe('a destination with a key of its own', () => {
  it('is prepared with "no code" and its proof', async () => {
    const input = await provenBy(newAccount());
    const content = await proposer.prepare(input);
    expect(content).toEqual({ ...input, codeHash: null });
  });

  it('is refused with the signature of another key, of personal_sign, or for another label', async () => {
    const account = newAccount();
    const { input, terms, digest } = await proposer.draft(addressFromHex(account.address));
    const signatures = [
      await newAccount().sign({ hash: digest }),
      await account.signMessage({ message: { raw: digest } }),
    ];
    for (const signature of signatures) {
      const control = { kind: 'eoa' as const, signature, ...terms };
      expect(await proposer.refusal({ ...input, control })).toMatchObject({
        code: 'CONTROL_NOT_PROVEN',
        pointers: ['/control/signature'],
      });
    }
    const proven = await provenBy(account);
    expect(await proposer.refusal({ ...proven, label: 'Another label' })).toMatchObject({
      code: 'CONTROL_NOT_PROVEN',
      pointers: ['/control/challenge'],
    });
  });

  it('is refused with a challenge that nobody gave out, or with another expiry than it has', async () => {
    const account = newAccount();
    const { input, subject, terms } = await proposer.draft(addressFromHex(account.address));
    const invented = { challenge: parseBytes32(`0x${'77'.repeat(32)}`), expiresAt: terms.expiresAt };
    const longer = { challenge: terms.challenge, expiresAt: unixSeconds(terms.expiresAt + 86_400) };
    for (const own of [invented, longer]) {
      const hash = controlDigest(subject, { ...own, installation: proposer.installation });
      const control = { kind: 'eoa' as const, signature: await account.sign({ hash }), ...own };
      expect(await proposer.refusal({ ...input, control })).toMatchObject({
        pointers: ['/control/challenge'],
      });
    }
  });

  it('invariant 13: is proposed once by one proof, also by two at the same moment', async () => {
    const content = await proposer.prepare(await provenBy(newAccount()));
    const use = () => proposer.database.transaction((tx) => proposer.challenges.use(tx, content, null));
    const outcomes = await Promise.allSettled([use(), use(), use()]);
    expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await refusalOf(use())).toMatchObject({ code: 'CONTROL_NOT_PROVEN' });
    const { codeHash: _, ...input } = content;
    expect(await proposer.refusal(input as DestinationInput)).toMatchObject({
      pointers: ['/control/challenge'],
    });
  });

  it('is refused when its challenge has expired', async () => {
    const input = await provenBy(newAccount());
    await story.sql("UPDATE destination_challenge SET expires_at = now() - interval '1 second'");
    expect(await proposer.refusal(input)).toMatchObject({ pointers: ['/control/challenge'] });
  });

  it('C08: is refused once there is code, which a key says nothing about', async () => {
    const account = newAccount();
    const delegated = concat(['0xef0100', story.chain.token.address]);
    await story.chain.client.setCode({ address: account.address, bytecode: delegated });
    expect(await proposer.refusal(await provenBy(account))).toMatchObject({
      code: 'CONTROL_NOT_PROVEN',
      pointers: ['/control/kind'],
    });
  });

  it('invariant 7: is refused when a provider tells of other code or keeps silent', async () => {
    const input = await provenBy(newAccount());
    const { proxy } = story.chain;
    proxy.tamper = (request, response) =>
      request.method === 'eth_getProof'
        ? { ...response, result: { ...(response.result as object), accountProof: [] } }
        : response;
    expect((await proposer.refusal(input)).code).toMatch(/^RPC_/);
    proxy.tamper = undefined;
    proxy.mode = 'down';
    expect(await proposer.refusal(input)).toMatchObject({ code: 'RPC_UNAVAILABLE' });
    proxy.mode = 'pass';
    await expect(proposer.prepare(input)).resolves.toMatchObject({ codeHash: null });
  });
});

describe('a destination that looks like another address (C01)', () => {
  /** The same three first and four last digits: what the loss of December 2025 took. */
  const poisonOf = (address: Address): Address =>
    addressFromHex(`${address.slice(0, 5)}${'5a'.repeat(16)}0${address.slice(-4)}`);
  const none = { control: { kind: 'none' as const, reason: 'deposit address' } };
  const proposed = async (address: Address, change: Partial<DestinationInput> = {}) =>
    (await proposer.draft(address, { ...none, ...change })).input;

  it('is refused beside an entry, a Safe, an owner, a token and a person, with both side by side', async () => {
    const { chain } = story;
    const seen: [Address, string][] = [
      [story.destination().address, 'the entry "Hot wallet 1"'],
      [addressFromHex(chain.safe), 'the Safe "Cold 1"'],
      [addressFromHex(chain.token.address), 'the token sUSD'],
      [addressFromHex(story.account('Ada').address), 'a key of Ada'],
      [addressFromHex(story.ownerAccount('Otto').address), 'a key of Otto'],
      [addressFromHex(chain.relayer.address), 'the relayer'],
    ];
    for (const [address, what] of seen) {
      const { code, pointers, text } = await proposer.refusal(await proposed(poisonOf(address)));
      expect([code, pointers]).toEqual(['DEST_LOOKALIKE', ['/lookalikes']]);
      expect(text).toContain(what);
      expect(text.split('\n').filter((line) => /^0x[0-9a-fA-F]*\[/.test(line))).toHaveLength(2);
    }
  });

  it('is told of first, with all else that speaks against the entry', async () => {
    const poison = poisonOf(story.destination().address);
    const input = await proposed(poison, { label: 'Hot Wallet 1', expiresAt: unixSeconds(1) });
    const { code, pointers } = await proposer.refusal(input);
    expect([code, pointers]).toEqual(['DEST_LOOKALIKE', ['/lookalikes', '/label', '/expiresAt']]);
  });

  it('is prepared when each is named with its difference', async () => {
    const hot = story.destination().address;
    const address = poisonOf(hot);
    const lookalikes = [{ address: hot, difference: difference(address, hot) }];
    await expect(proposer.prepare(await proposed(address, { lookalikes }))).resolves.toMatchObject({
      lookalikes,
    });
  });

  it("is refused beside whom the Safe paid on chain, even with nothing (C02), but not by a foreign token's word", async () => {
    const { client, token } = story.chain;
    const [paid, poison] = [newAccount(), newAccount()].map((each) => addressFromHex(each.address));
    if (!paid || !poison) throw new Error('two accounts');
    const alike = poisonOf(paid);
    await expect(proposer.prepare(await proposed(alike))).resolves.toMatchObject({ address: alike });
    await client.sendTransaction({ to: token.address, data: transferFrom(story.chain.safe, paid) });
    await client.mine({ blocks: 1 });
    const { code, text } = await proposer.refusal(await proposed(poisonOf(paid)));
    expect([code, text]).toEqual(['DEST_LOOKALIKE', expect.stringContaining("a Safe's history on chain")]);
    // A contract that logs Transfer(Safe, poison, 0) in a token's name, but is none that is registered.
    const fake = addressFromHex(newAccount().address);
    await client.setCode({ address: fake, bytecode: logsTransfer(story.chain.safe, poison) });
    await client.sendTransaction({ to: fake });
    await expect(proposer.prepare(await proposed(poisonOf(poison)))).resolves.toMatchObject({
      codeHash: null,
    });
  });

  it('invariant 7: is refused when a provider keeps logs back', async () => {
    const paid = addressFromHex(newAccount().address);
    await story.chain.client.sendTransaction({
      to: story.chain.token.address,
      data: transferFrom(story.chain.safe, paid),
    });
    story.chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getLogs' ? { ...response, result: [] } : response;
    expect(await proposer.refusal(await proposed(poisonOf(paid)))).toMatchObject({ code: 'RPC_DISAGREE' });
  });
});

describe('a new version of an entry', () => {
  const founded = () => story.destination();
  const base = async (change: Partial<DestinationInput> = {}): Promise<DestinationInput> => {
    const { input } = await proposer.draft(founded().address, {
      label: 'Hot wallet 1',
      owner: 'Treasury operations',
      assetIds: [parseId('ast', story.assetId('usd'))],
      limits: [],
      canary: [],
      control: { kind: 'none', reason: 'named in the founding document' },
      ...change,
    });
    return input;
  };

  it('invariant 13: that only tightens is prepared whatever else there is, even without providers', async () => {
    story.chain.proxy.mode = 'down';
    const content = await proposer.prepare(await base(), founded().id);
    story.chain.proxy.mode = 'pass';
    expect(content).toMatchObject({
      assetIds: [parseId('ast', story.assetId('usd'))],
      limits: [],
      control: { kind: 'none' },
    });
    expect(content).not.toHaveProperty('approvedAt');
    await expect(
      proposer.database.transaction((tx) => proposer.challenges.use(tx, content, content)),
    ).resolves.toBeUndefined();
  });

  it('that loosens is held against everything, as a new entry is', async () => {
    const longer = await base({ expiresAt: nowPlusDays(500) });
    const { pointers } = await proposer.refusal(longer, founded().id);
    expect(pointers).toEqual(['/canary', '/expiresAt']);
  });

  it('C11: that goes elsewhere is refused, and so is one of no entry', async () => {
    const { input } = await proposer.draft(addressFromHex(newAccount().address));
    expect(await proposer.refusal(input, founded().id)).toMatchObject({ code: 'ENTRY_IMMUTABLE' });
    const nobody = 'dst_01890a5d-ac96-774b-bcce-b302099a9999';
    expect(await proposer.refusal(input, nobody)).toMatchObject({ code: 'DESTINATION_NOT_FOUND' });
  });

  it('is the only way to propose an address that is in the book', async () => {
    const { input } = await proposer.draft(founded().address, { label: 'Hot wallet 1' });
    expect(await proposer.refusal(input)).toMatchObject({ code: 'DEST_EXISTS', pointers: ['/address'] });
  });
});

describe('the form of a proposal', () => {
  it('is read from JSON into what is prepared', async () => {
    const input = await provenBy(newAccount());
    const { control } = input;
    const iso = (at: number) => new Date(at * 1000).toISOString().replace('.000Z', 'Z');
    const wire = {
      ...input,
      expiresAt: iso(input.expiresAt),
      control: { ...control, expiresAt: iso(control.expiresAt) },
    };
    const read: DestinationInput = DestinationProposal.parse(JSON.parse(JSON.stringify(wire)));
    expect(read).toEqual(input);
    for (const change of [
      { codeHash: null },
      { approvedAt: iso(0) },
      { address: input.address.toLowerCase() },
    ]) {
      expect(DestinationProposal.safeParse({ ...wire, ...change }).success).toBe(false);
    }
  });

  it('invariant 22: takes limits as decimal strings only', async () => {
    const input = await provenBy(newAccount());
    for (const max of ['1e3', '-1', '0', '1,000', 5]) {
      const parsed = DestinationProposal.safeParse({
        ...input,
        canary: [{ assetId: story.assetId('usd'), max }],
      });
      expect(parsed.error?.issues.map((each) => each.path.join('/'))).toContain('canary/0/max');
    }
  });
});

/** `transferFrom(safe, to, 0)`, which anybody may call: the token logs a transfer of the Safe's. */
function transferFrom(safe: Hex, to: Hex): Hex {
  const word = (address: Hex) => address.slice(2).padStart(64, '0');
  return `0x23b872dd${word(safe)}${word(to)}${'0'.repeat(64)}`;
}

/** Code that logs `Transfer(safe, to, 0)`. */
function logsTransfer(safe: Hex, to: Hex): Hex {
  const topic = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
  const push = (address: Hex) => `73${address.slice(2)}`;
  return `0x${push(to)}${push(safe)}7f${topic}60206000a300`;
}
