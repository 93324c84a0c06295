import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keccak256 } from 'viem';
import { z } from 'zod';
import { readBundle } from '../../src/domain/evidence/bundle.js';
import { verifyBundle } from '../../src/domain/evidence/verify-bundle.js';
import { verifyRequest } from '../../src/domain/evidence/verify-request.js';
import { newId } from '../../src/infra/database/new-id.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import type { Founding } from '../../sandbox/founding.js';
import { accountIndex, mnemonicAccount } from '../../sandbox/mnemonic.js';
import { createSafe } from '../../sandbox/safe-contracts.js';
import { withPerson } from '../builders/founding.js';
import type { FreshChain } from '../world.js';
import { made, refusalOf } from './answers.js';
import { CancelStory } from './cancel-story.js';
import { rootsOf } from './evidence-of.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let secret: string;

/** Otto owns the Safes of the story, Amos another one. Both also read the log, as Audrey does. */
beforeAll(async () => {
  story = await openStory({
    safes: 5,
    founding: async (document, chain) => withOtherOwner(withReaders(document), chain),
  });
  const wanted = { name: 'Monitor', roles: ['auditor'], expiresAt: wireTime(Date.now() + 3_600_000) };
  const key = made(await story.person('Adam').post('/v1/api-keys', wanted));
  secret = z.looseObject({ secret: z.string() }).parse(key).secret;
});

afterAll(() => story.close());

const wireTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z');

function withReaders(document: Founding): Founding {
  const withOtto = withPerson(document, 'Otto', { roles: ['signer', 'auditor'] });
  return withPerson(withOtto, 'Amos', { roles: ['signer', 'auditor'] });
}

async function withOtherOwner(document: Founding, { client }: FreshChain): Promise<Founding> {
  const { address } = mnemonicAccount(60);
  const owners = [address, ...accountIndex.owners.slice(1, 3).map((index) => mnemonicAccount(index).address)];
  const safe = await createSafe(client, { owners, threshold: 2, saltNonce: 7n });
  const key = { kind: 'evm' as const, purpose: 'owner' as const, address };
  const people = document.people.map((each) =>
    each.name === 'Amos' ? { ...each, keys: [...each.keys, key] } : each,
  );
  const safes = [...document.safes, { id: newId('safe'), label: 'Cold Safe of Amos', address: safe }];
  return { ...document, people, safes };
}

/** Everything that must be in no answer: what owners signed, and the transactions that contain it. */
async function secrets(id: string): Promise<readonly string[]> {
  const rows = await story.sql('SELECT signature FROM owner_signature WHERE transfer_id = $1', [id]);
  const signed = z.array(z.object({ signature: z.string() })).parse(rows);
  const [{ evidence }] = z
    .tuple([z.object({ evidence: z.unknown() })])
    .parse(await story.sql('SELECT evidence FROM transfer WHERE id = $1', [id]));
  const sent = JSON.stringify(evidence).match(/0x[0-9a-f]{200,}/g) ?? [];
  // Of a signature, r and s tell it all; a transaction is known by what it begins with.
  return [...signed.map(({ signature }) => signature.slice(2, 130)), ...sent.map((raw) => raw.slice(2, 260))];
}

type Answers = Readonly<Record<string, string>>;

/** Every answer of the API that tells of what owners signed, as text. */
async function answers(id: string, safe: Named, read: (path: string) => Promise<string>): Promise<Answers> {
  await story.integrated();
  const rows = await story.sql('SELECT index::text FROM audit_entry WHERE subject = $1 ORDER BY index', [id]);
  const indexes = z.array(z.object({ index: z.string() })).parse(rows);
  const ofTransfer = (part: string): string => `/v1/transfers/${id}${part}`;
  const paths = [
    ...['', '/timeline', '/signature-request', '/signature-request/file', '/evidence'].map(ofTransfer),
    ...['/cancel', '/cancel/signature-request'].map(ofTransfer),
    ...['', '/exposure', '/findings', '/exposure/history'].map((part) => `/v1/safes/${safe.id}${part}`),
    `/v1/transfers?safe=${safe.id}`,
    '/v1/inbox',
    `/v1/findings?safe=${safe.id}`,
    '/v1/exposures',
    `/v1/audit-entries?subject=${id}&limit=200`,
    `/v1/audit-entries?safe=${safe.id}&limit=200`,
    ...indexes.map(({ index }) => `/v1/audit-entries/${index}`),
    ...(await tiles()),
  ];
  const texts = await Promise.all(paths.map((path) => read(path)));
  return Object.fromEntries(paths.map((path, at) => [path, texts[at] ?? '']));
}

/** The bundles of all entries so far, by their paths. */
async function tiles(): Promise<readonly string[]> {
  const [{ size }] = z
    .tuple([z.object({ size: z.coerce.number() })])
    .parse(await story.sql('SELECT max(size)::text AS size FROM log_checkpoint'));
  const whole = Array.from({ length: Math.floor(size / 256) }, (_, at) => String(at).padStart(3, '0'));
  const rest =
    size % 256 === 0 ? [] : [`${String(Math.floor(size / 256)).padStart(3, '0')}.p/${String(size % 256)}`];
  return [...whole, ...rest].map((tile) => `/v1/log/tile/entries/${tile}`);
}

const asPerson = (name: string) => (path: string) => story.person(name).download(path).catch(String);

/** As a service with a key. */
async function asService(path: string): Promise<string> {
  const response = await fetchOnce(`${story.origin}${path}`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  return response.text();
}

const FORMATS = ['jsonl', 'csv', 'ocsf', 'pdf'] as const;

/** The files that this person has made of the log, by format. */
async function exported(name: string, id: string): Promise<Answers> {
  const files: Record<string, string> = {};
  for (const format of FORMATS) {
    const { status, body } = await story
      .person(name)
      .post('/v1/audit-exports', { format, filter: { transfer: id } });
    expect(status).toBe(202);
    const path = `/v1/audit-exports/${String(body['id'])}`;
    await until('the export', async () => (await story.person(name).get(path)).body['status'] === 'done');
    files[format] = await story.person(name).download(`${path}/file`);
  }
  return files;
}

/** Which of these answers have any of these bytes. */
const telling = (shown: Answers, bytes: readonly string[]): readonly string[] =>
  Object.entries(shown).flatMap(([name, text]) => (bytes.some((each) => text.includes(each)) ? [name] : []));

/** Signed by three and handed to nodes, which mine nothing until the story lets them. */
async function submitted() {
  const safe = story.freshSafe();
  const id = await story.relayed({ amount: '1', safe });
  await story.chain.client.setAutomine(false);
  await story.signed(id);
  await story.until(id, 'submitted');
  return { safe, id };
}

async function released(id: string): Promise<void> {
  await story.chain.client.setAutomine(true);
  await story.chain.mine(1);
  await story.settled(id);
}

describe('what owners signed of a transfer that is not executed', () => {
  it('invariant 12: is shown to the Safe’s own signers, and to nobody else, until it is executed', async () => {
    const { safe, id } = await submitted();
    const bytes = await secrets(id);
    expect(bytes).toHaveLength(4);
    const others = {
      Amos: await answers(id, safe, asPerson('Amos')),
      Audrey: await answers(id, safe, asPerson('Audrey')),
      Tessa: await answers(id, safe, asPerson('Tessa')),
      service: await answers(id, safe, asService),
    };
    for (const [name, shown] of Object.entries(others))
      expect([name, ...telling(shown, bytes)]).toEqual([name]);
    const otto = await answers(id, safe, asPerson('Otto'));
    const owners = telling(otto, bytes);
    for (const path of ['', '/signature-request', '/evidence'])
      expect(owners).toContain(`/v1/transfers/${id}${path}`);
    expect(owners).toContain(`/v1/audit-entries?subject=${id}&limit=200`);
    // A file is kept and taken again: it has them for nobody.
    for (const name of ['Otto', 'Audrey']) expect(telling(await exported(name, id), bytes)).toEqual([]);

    await bundleHolds(id, 'Audrey', 'relayed');
    await bundleHolds(id, 'Otto', 'submitted');
    await entriesVeiled(id);
    await requestSays(id);
    expect(refusalOf(await lastTile('Audrey'))).toEqual([403, 'ENTRY_VEILED']);

    await released(id);
    for (const name of ['Otto', 'Amos', 'Audrey', 'Tessa']) {
      const shown = telling(await answers(id, safe, asPerson(name)), bytes);
      expect(shown).toContain(`/v1/transfers/${id}/evidence`);
    }
    expect(telling(await exported('Audrey', id), bytes)).toEqual(['jsonl', 'csv', 'ocsf']);
    await bundleHolds(id, 'Audrey', 'settled');
  });

  it('invariant 12: is kept back in findings, and in an answer that is given again', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    made(await story.bringSignature(id));
    const owner = story.ownerAccount('Otto');
    const { safeTxHash } = await story.cleared(id);
    const other = await owner.sign({ hash: keccak256(safeTxHash) });
    const body = { owner: owner.address, signature: other };
    const otto = story.person('Otto');
    expect(refusalOf(await otto.post(`/v1/transfers/${id}/owner-signatures`, body))).toEqual([
      ...[422, 'SIG_MISMATCH', '/signature'],
    ]);
    const bytes = [...(await secrets(id)), other.slice(2, 130)];
    for (const name of ['Amos', 'Audrey', 'Tessa'])
      expect([name, ...telling(await answers(id, safe, asPerson(name)), bytes)]).toEqual([name]);
    expect(telling(await answers(id, safe, asPerson('Otto')), bytes)).toContain(
      `/v1/safes/${safe.id}/findings`,
    );
    const { body: found } = await story.person('Audrey').get(`/v1/safes/${safe.id}/findings`);
    expect(found['data']).toMatchObject([
      {
        ...{ code: 'SIG_MISMATCH', safeLabel: expect.any(String) as unknown, transferId: id },
        detail: { owner: owner.address, signature: null, safeTxHash },
        words: expect.stringContaining(owner.address) as unknown,
        freeze: { standing: true },
      },
    ]);
    const all = await story.person('Audrey').get(`/v1/findings?safe=${safe.id}`);
    expect(all.body['data']).toEqual(found['data']);
  });

  it('invariant 12: is in no answer to an act, which is stored and given again', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await story.signed(id, ['Otto', 'Omar']);
    await requestIsWhole(id);
    await story.chain.client.setAutomine(false);
    await story.signed(id, ['Orson']);
    await story.until(id, 'submitted');
    const bytes = await secrets(id);
    const owner = story.ownerAccount('Odile');
    const { safeTxHash: hash } = await story.cleared(id);
    const body = { owner: owner.address, signature: await owner.sign({ hash }) };
    const fourth = () => story.person('Odile').post(`/v1/transfers/${id}/owner-signatures`, body, 'a key');
    const [first, again] = [made(await fourth()), made(await fourth())];
    expect(again).toEqual(first);
    expect(telling({ first: JSON.stringify(first) }, bytes)).toEqual([]);
    expect(first).toMatchObject({
      state: 'submitted',
      evidence: { submissions: [{ rawTransaction: null }] },
    });
    await released(id);
  });
});

describe('what owners signed of a cancel', () => {
  it('invariant 12: is kept back as what they signed of the transfer is, until the nonce is burnt', async () => {
    const cancel = await CancelStory.relayed(story);
    const { id, safe } = cancel;
    await story.signed(id, ['Otto', 'Omar']);
    await cancel.confirmed('Tessa', 'Ada');
    await cancel.signBurn(['Otto', 'Omar']);
    const bytes = await secrets(id);
    expect(bytes).toHaveLength(4);
    for (const name of ['Amos', 'Audrey', 'Tessa'])
      expect([name, ...telling(await answers(id, safe, asPerson(name)), bytes)]).toEqual([name]);
    expect(telling(await answers(id, safe, asPerson('Otto')), bytes)).toContain(
      `/v1/transfers/${id}/evidence`,
    );
    await bundleHolds(id, 'Audrey', 'relayed');
    await bundleHolds(id, 'Otto', 'cancelling');
    const { body } = await story.person('Tessa').get(`/v1/safes/${safe.id}/exposure`);
    const shown = { signatures: { have: 2, threshold: 3 }, cancel: { signatures: 2, threshold: 3 } };
    expect(body).toMatchObject({
      liveHashes: [
        { kind: 'original', amount: '1', safeTxHash: cancel.hashOf(cancel.original), ...shown },
        { kind: 'cancel', amount: '0', safeTxHash: cancel.hashOf(cancel.burn), ...shown },
      ],
      worstCases: [{ amount: '1' }],
    });
    // By a stranger, with a third owner's signature that never reached Sluice.
    await cancel.execute(cancel.burn);
    await story.chain.mine(3);
    await story.until(id, 'cancelled');
    expect(telling(await answers(id, safe, asPerson('Audrey')), bytes)).toContain(
      `/v1/transfers/${id}/evidence`,
    );
    await bundleHolds(id, 'Audrey', 'cancelled');
    expect((await story.person('Tessa').get(`/v1/safes/${safe.id}/exposure`)).body).toMatchObject({
      liveHashes: [],
    });
  });
});

/** The bundle that this person gets verifies offline, and is of this state. */
async function bundleHolds(id: string, name: string, state: string): Promise<void> {
  const text = await story.person(name).download(`/v1/transfers/${id}/evidence`);
  const read = readBundle(text);
  expect(read.isRead && read.bundle.transfer.state).toBe(state);
  const { lines, holds, isRooted } = await verifyBundle(text, await rootsOf(story));
  expect(lines.filter(({ ok }) => ok === false)).toEqual([]);
  expect([holds, isRooted]).toEqual([true, true]);
}

/** An auditor sees that the entries are there, and what they are about. */
async function entriesVeiled(id: string): Promise<void> {
  const { body } = await story.person('Audrey').get(`/v1/audit-entries?subject=${id}&limit=200`);
  const Entry = z.looseObject({
    canonical: z.string(),
    body: z.looseObject({ type: z.string(), veiled: z.boolean().optional() }),
  });
  const entries = z.array(Entry).parse(body['data']);
  const veiled = entries.filter((each) => each.body.veiled === true);
  expect(veiled.map((each) => each.body.type)).toEqual([
    ...['transfer.owner-signed', 'transfer.owner-signed', 'transfer.owner-signed', 'transfer.submitted'],
  ]);
  expect(veiled.every(({ canonical }) => canonical === '')).toBe(true);
  expect(entries.map((each) => each.body.type)).toContain('transfer.signed');
}

/** Who has signed is told to everybody. */
async function requestSays(id: string): Promise<void> {
  const asked = async (name: string) =>
    (await story.person(name).get(`/v1/transfers/${id}/signature-request`)).body['signatures'];
  const names = ['Otto', 'Omar', 'Orson'].map((name) => story.ownerAccount(name).address);
  const Signatures = z.array(z.object({ owner: z.string(), signature: z.string().nullable() }));
  const [own, other] = [Signatures.parse(await asked('Otto')), Signatures.parse(await asked('Tessa'))];
  expect(other.map(({ owner }) => owner).sort()).toEqual([...names].sort());
  expect(other.every(({ signature }) => signature === null)).toBe(true);
  expect(own.every(({ signature }) => signature !== null)).toBe(true);
}

/** An owner who verifies the file before they sign sees who has; the file of others holds as well. */
async function requestIsWhole(id: string): Promise<void> {
  await story.integrated();
  const bytes = await secrets(id);
  const file = (name: string) => story.person(name).download(`/v1/transfers/${id}/signature-request/file`);
  for (const [name, signed] of [
    ['Orson', 2],
    ['Audrey', 0],
  ] as const) {
    const text = await file(name);
    const { request, lines } = await verifyRequest(text, await rootsOf(story));
    expect(lines.filter(({ ok }) => ok === false)).toEqual([]);
    expect(request?.owners.filter(({ hasSigned }) => hasSigned)).toHaveLength(signed);
    expect(telling({ text }, bytes)).toEqual(signed === 0 ? [] : ['text']);
  }
}

async function lastTile(name: string) {
  const path = (await tiles()).at(-1) ?? '';
  return story.person(name).get(path);
}
