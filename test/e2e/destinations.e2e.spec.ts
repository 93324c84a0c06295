import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { type TypedDataDefinition, hashTypedData } from 'viem';
import { type PrivateKeyAccount, generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { loadConfig } from '../../src/config/config.js';
import {
  type DestinationContent,
  parseDestinationContent,
} from '../../src/domain/address-book/destination.js';
import { difference } from '../../src/domain/address-book/lookalike.js';
import { type Change, ChangeSchema, changeDigest } from '../../src/domain/changes/change.js';
import { sentencesOf } from '../../src/domain/register/words.js';
import { addressFromHex } from '../../src/domain/values/address.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { Database } from '../../src/infra/database/database.js';
import { newId } from '../../src/infra/database/new-id.js';
import { Register } from '../../src/register/register.js';
import type { Reply } from '../../sandbox/person-client.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import { nowPlusDays, openDestinationChanges } from '../destination-changes.js';
import { made } from './answers.js';
import { requireChecked } from './checked-addresses.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

const Challenge = z.object({
  challenge: z.string().transform(parseBytes32),
  expiresAt: z.string(),
  typedData: z.custom<TypedDataDefinition>(),
  digest: z.string(),
});
const Decided = z.looseObject({
  state: z.string(),
  evidence: z.looseObject({ reasons: z.array(z.object({ code: z.string() })).optional() }),
});
const Change = z.looseObject({ id: z.string(), subject: z.string() });
const Listed = z.object({ data: z.array(z.looseObject({ id: z.string(), label: z.string() })) });

let story: StorySteps;
let app: INestApplicationContext;

beforeAll(async () => {
  story = await openStory({
    safes: 4,
    // A change of a destination is active as soon as it is approved, and can be paid to at once.
    founding: (document) => ({
      ...document,
      quorums: {
        ...document.quorums,
        kinds: {
          ...document.quorums.kinds,
          destination: {
            loosen: { require: [{ group: 'governance', count: 2 }], delaySeconds: 0 },
            tighten: { require: [] },
          },
        },
      },
      policy: {
        ...document.policy,
        rules: document.policy.rules.map((rule) =>
          rule.kind === 'destination-allowed' ? { ...rule, coolingOffSeconds: 0 } : rule,
        ),
      },
    }),
  });
  app = await openDestinationChanges(story);
});
afterAll(async () => {
  await app.close();
  await story.close();
});

const eth = () => parseId('ast', story.assetId('eth'));

const iso = (at: number): string => new Date(at * 1000).toISOString().replace('.000Z', 'Z');

/** A proposal with the proof that its key made of a challenge, as a wallet would. */
async function proven(account: PrivateKeyAccount, label: string) {
  const subject = { address: addressFromHex(account.address), label, owner: 'Treasury' };
  const reply = await story.person('Tessa').post('/v1/destinations/control-challenges', subject);
  const { challenge, typedData, expiresAt } = Challenge.parse(made(reply));
  const signature = await account.signTypedData(typedData);
  return {
    chainId: sandboxChainId,
    ...subject,
    assetIds: [eth()],
    expiresAt: iso(nowPlusDays(20)),
    limits: [{ assetId: eth(), maxPerTransfer: '5' }],
    canary: [{ assetId: eth(), max: '0.5' }],
    control: { kind: 'eoa', signature, challenge, expiresAt },
    lookalikes: [],
  };
}

/** Proposed by Tessa, approved by two of the governance group. */
async function listed(content: Json): Promise<string> {
  const { id, subject } = Change.parse(
    made(await story.person('Tessa').changes.propose({ kind: 'destination', content })),
  );
  for (const name of ['Clara', 'Adam']) made(await story.person(name).changes.approve(id));
  return subject;
}

/** Past the preparation and the routes: what a quorum could sign all the same. */
async function forced(content: DestinationContent): Promise<void> {
  const subject = newId('dst');
  const { ledger } = await app.get(Register).current();
  const change = ChangeSchema.parse({
    id: newId('chg'),
    kind: 'destination',
    subject,
    base: null,
    content,
    sentences: sentencesOf(ledger, { kind: 'destination', subject, content: z.json().parse({ ...content }) }),
    proposerId: parseId('per', story.personId('Tessa')),
    expiresAt: nowPlusDays(1),
  });
  await app.get(Database).transaction(async (tx) => {
    const answer = await answerOf(change, 'Tessa', 'propose');
    await app.get(Register).append(tx, { act: 'propose', change, answer });
    for (const name of ['Clara', 'Carlos', 'Adam']) {
      await app.get(Register).append(tx, { act: 'answer', answer: await answerOf(change, name, 'approve') });
    }
  });
}

async function answerOf(change: Change, name: string, decision: 'propose' | 'approve') {
  const personId = parseId('per', story.personId(name));
  const { head } = (await app.get(Register).current()).ledger;
  const answer = { personId, decision, reason: '', at: nowPlusDays(0), head };
  const id = loadConfig(story.environment).foundingDigest;
  const hash = changeDigest(change, answer, { chainId: sandboxChainId, id });
  return { ...answer, changeId: change.id, signature: await story.account(name).sign({ hash }) };
}

/** What a request was answered with: its state, and the codes of a refusal. */
function outcome({ body }: Reply): readonly string[] {
  const { state, evidence } = Decided.parse('transfer' in body ? body['transfer'] : body);
  return [state, ...(evidence.reasons ?? []).map((each) => each.code)];
}

describe('a destination that was proposed, proven and approved', () => {
  const account = privateKeyToAccount(generatePrivateKey());
  let id: string;

  beforeAll(async () => {
    id = await listed(await proven(account, 'Hot wallet 2'));
  });

  it('is shown with all that it was approved with', async () => {
    const { status, body } = await story.person('Audrey').get(`/v1/destinations/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      label: 'Hot wallet 2',
      owner: 'Treasury',
      address: account.address,
      limits: [{ maxPerTransfer: '5' }],
      canary: [{ max: '0.5' }],
      control: { kind: 'eoa' },
      lookalikes: [],
      removedAt: null,
    });
    const nobody = await story.person('Audrey').get(`/v1/destinations/${newId('dst')}`);
    expect([nobody.status, nobody.body['code']]).toEqual([404, 'DESTINATION_NOT_FOUND']);
  });

  it('invariant 13: has used up its proof, and cannot be proposed again by it', async () => {
    const content = await proven(privateKeyToAccount(generatePrivateKey()), 'Hot wallet 7');
    const { changes } = story.person('Tessa');
    made(await changes.propose({ kind: 'destination', content }));
    const again = await changes.propose({ kind: 'destination', content });
    expect([again.status, again.body['code']]).toEqual([422, 'CONTROL_NOT_PROVEN']);
  });

  it('needs compliance besides, when nobody signed for it', async () => {
    const address = addressFromHex(privateKeyToAccount(generatePrivateKey()).address);
    const control = { kind: 'none', reason: 'a deposit address' };
    const content = { ...(await proven(account, 'Exchange 1')), address, control };
    const change = made(await story.person('Tessa').changes.propose({ kind: 'destination', content }));
    expect(change).toMatchObject({
      require: [
        { group: 'governance', count: 2 },
        { group: 'compliance', count: 1 },
      ],
    });
    expect(change['sentences']).toContain('Nobody has proven control of this address: "a deposit address".');
  });

  it('invariant 13: is tightened at once by one person, and removed', async () => {
    const other = privateKeyToAccount(generatePrivateKey());
    const content = await proven(other, 'Hot wallet 6');
    const entry = await listed(content);
    const lower = { ...content, limits: [{ assetId: eth(), maxPerTransfer: '1' }] };
    const { changes } = story.person('Tessa');
    const tightened = made(await changes.propose({ kind: 'destination', subject: entry, content: lower }));
    expect(tightened).toMatchObject({ state: 'active', direction: 'tightens' });
    const show = async () => (await story.person('Audrey').get(`/v1/destinations/${entry}`)).body;
    expect(await show()).toMatchObject({ limits: [{ maxPerTransfer: '1' }], removedAt: null });
    const higher = await changes.propose({ kind: 'destination', subject: entry, content });
    expect([higher.status, higher.body['code']]).toEqual([422, 'CONTROL_NOT_PROVEN']);
    made(await changes.propose({ kind: 'destination', subject: entry, content: null }));
    expect((await show())['removedAt']).not.toBeNull();
  });

  it('C13: is listed when it must soon be confirmed again', async () => {
    const labels = async (query: string) =>
      Listed.parse((await story.person('Clara').get(`/v1/destinations${query}`)).body).data.map(
        ({ label }) => label,
      );
    // The removed entry stays to be seen, but has nothing to be confirmed.
    expect(await labels('')).toEqual(['Hot wallet 1', 'Hot wallet 2', 'Hot wallet 6']);
    expect(await labels('?expiresWithinDays=30')).toEqual(['Hot wallet 2']);
    expect(await labels('?expiresWithinDays=10')).toEqual([]);
    expect(await labels('?expiresWithinDays=400')).toEqual(['Hot wallet 1', 'Hot wallet 2']);
    const wrong = await story.person('Clara').get('/v1/destinations?expiresWithinDays=401');
    expect([wrong.status, wrong.body['code']]).toEqual([400, 'QUERY_SCHEMA']);
  });

  it('D09: takes a canary first, also of two at once, and its own limit from then on', async () => {
    const [one, two, three] = [story.freshSafe(), story.freshSafe(), story.freshSafe()];
    const ask = (amount: string, safe = one) => story.request({ amount, destination: id, safe });
    expect(outcome(await ask('0.500000000000000001'))).toEqual(['refused', 'FIRST_TRANSFER_CANARY']);
    const [first, second] = await Promise.all([ask('0.5', one), ask('0.5', two)]);
    expect([first, second].map(outcome)).toEqual([['queued'], ['queued']]);
    expect(outcome(await ask('0.6', three))).toEqual(['refused', 'FIRST_TRANSFER_CANARY']);

    const { id: transfer } = z.looseObject({ id: z.string() }).parse(made(first));
    await story.person('Tessa').until(transfer, ['awaiting-confirmation']);
    await story.confirmed(transfer);
    await story.until(transfer, 'relayed');
    expect(outcome(await ask('0.6', three))).toEqual(['refused', 'FIRST_TRANSFER_CANARY']);
    await story.signed(transfer);
    await story.settled(transfer);

    expect(outcome(await ask('5.000000000000000001', three))).toEqual(['refused', 'LIMIT_DESTINATION']);
    expect(outcome(await ask('5', three))).toEqual(['queued']);
  });

  it('C01: is no longer paid once another entry can be taken for it', async () => {
    const victim = await listed(await proven(account2, 'Hot wallet 3'));
    const ask = () => story.request({ amount: '0.1', destination: victim });
    expect(outcome(await ask())).toEqual(['queued']);
    const { address } = account2;
    const poison = addressFromHex(`${address.slice(0, 6)}${'5a'.repeat(16)}${address.slice(-4)}`);
    const none = { kind: 'none', reason: 'deposit address' };
    const content = { ...(await proven(account2, 'Exchange 9')), address: poison, control: none };
    const refused = await story.person('Tessa').changes.propose({ kind: 'destination', content });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'DEST_LOOKALIKE', errors: [{ pointer: '/content/lookalikes' }] },
    });
    const lookalike = {
      ...{ destination: victim, label: 'Hot wallet 3', what: 'the entry "Hot wallet 3"' },
      ...{ address, difference: difference(poison, addressFromHex(address)) },
      lines: [{ address }, { address: poison, marked: expect.stringMatching(/^0x[^[]+\[.+\]/) as unknown }],
    };
    expect(refused.body['lookalikes']).toMatchObject([lookalike]);
    await requireChecked(story, { poison, address: addressFromHex(address), lookalike });
    const stored = { ...content, expiresAt: nowPlusDays(20), codeHash: null };
    await forced(parseDestinationContent(stored));
    expect(outcome(await ask())).toEqual(['refused', 'DEST_LOOKALIKE']);
  });
});

const account2 = privateKeyToAccount(generatePrivateKey());

describe('a challenge for a proof of control', () => {
  const body = { address: account2.address, label: 'Hot wallet 9', owner: 'Treasury' };
  const path = '/v1/destinations/control-challenges';

  it('is a statement that wallets sign, in the log, and the same for the same key', async () => {
    const key = newId('idem');
    const reply = await story.person('Clara').post(path, body, key);
    const { digest, typedData, challenge } = Challenge.parse(made(reply));
    expect(hashTypedData(typedData)).toBe(digest);
    expect(typedData).toMatchObject({
      domain: { name: 'Sluice', version: '1', chainId: sandboxChainId },
      primaryType: 'DestinationControl',
      message: {
        destination: body.address,
        installation: loadConfig(story.environment).foundingDigest,
        challenge,
      },
    });
    expect((await story.person('Clara').post(path, body, key)).body).toEqual(reply.body);
    await story.integrated();
    const lines = await story.sql(
      "SELECT body FROM audit_entry WHERE type = 'destination.challenged' ORDER BY index",
    );
    expect(JSON.parse(String(lines.at(-1)?.['body']))).toMatchObject({
      actor: story.personId('Clara'),
      subject: body.address,
      detail: { challenge, label: body.label },
    });
  });

  it('is for those who propose, and for labels and addresses as they must be', async () => {
    for (const name of ['Ada', 'Audrey', 'Otto']) {
      expect((await story.person(name).post(path, body)).status).toBe(403);
    }
    const refused = await story.person('Tessa').post(path, {
      ...body,
      address: body.address.toLowerCase(),
      label: 'H\u043et',
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/address' }, { pointer: '/label', code: 'LABEL_CONFUSABLE' }] },
    });
  });
});
