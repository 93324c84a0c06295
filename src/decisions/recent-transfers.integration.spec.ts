import { LOG_SETTINGS } from '../../test/log-settings.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  HOT_WALLET,
  NOW,
  OPERATOR,
  SAFE,
  USDC,
  aPolicyDocument,
  someFacts,
} from '../../test/builders/policy.js';
import { Governance } from '../../test/governance.js';
import { freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { decide } from '../domain/policies/decide.js';
import type { RecentWindow } from '../domain/policies/windows.js';
import { hasEnded, type TransferState } from '../domain/transfers/transfer.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { Readiness } from '../infra/http/readiness.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { DecisionsRepository } from './decisions.repository.js';
import { RecentTransfersRepository } from './recent-transfers.repository.js';

const HOUR = 3_600;
const policy = aPolicyDocument({ prices: [{ assetId: USDC, usd: '1.01' }] });

let database: Database;
let decisions: DecisionsRepository;
let recents: RecentTransfersRepository;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = () => fresh.drop();
  const governance = await Governance.found(fresh.url, { policy });
  const config = loadConfig({
    DATABASE_URL: fresh.url,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: governance.digest,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'x'.repeat(32),
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  database = new Database(config);
  decisions = new DecisionsRepository(database);
  const register = new Register(config, database, new GovernanceActsRepository(database), new Readiness());
  recents = new RecentTransfersRepository(new PoliciesRepository(register));
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await drop();
});

beforeEach(async () => {
  await database.read.$executeRaw`TRUNCATE transfer CASCADE`;
});

interface Given {
  readonly state?: TransferState;
  readonly amount?: string;
  readonly safeId?: string;
  readonly requesterId?: string;
  readonly destinationId?: string;
  readonly assetId?: string;
  /** Seconds before NOW. */
  readonly requested?: number;
  readonly ended?: number;
}

async function transfer(given: Given = {}): Promise<TransferId> {
  const id = parseId('tr', newId('tr'));
  const { state = 'queued', amount = '1000', requested = 60, ended = 30 } = given;
  const { safeId = SAFE, requesterId = OPERATOR, destinationId = HOT_WALLET, assetId = USDC } = given;
  const createdAt = ago(requested);
  const named = { id, safeId, requesterId, state, revision: 0, intentHash: id };
  const signed = { evidence: {}, intentSignature: '0x', signerKeyId: '0x' };
  const endedAt = hasEnded(state) ? ago(ended) : null;
  const times = { createdAt, updatedAt: createdAt, expiresAt: createdAt, endedAt };
  const intent = { amount, destinationId, assetId };
  await database.read.transfer.create({ data: { ...named, ...signed, ...times, intent } });
  return id;
}

const ago = (seconds: number) => toDate(unixSeconds(NOW - seconds));

/** Decides a transfer as it would have been, and keeps that. */
async function decided(id: TransferId, changes: Parameters<typeof someFacts>[0], document = policy) {
  const facts = someFacts(changes);
  const decision = decide({ version: 1, document }, facts);
  await database.transaction((tx) => decisions.insert(tx, id, { decision, facts, worth: null }));
  return decision.outcome;
}

async function seen(window: Partial<RecentWindow>, transferId: TransferId) {
  const asked = { ruleId: 'rule', kind: 'structuring', windowSeconds: HOUR, ...window } as const;
  const query = { transferId, now: unixSeconds(NOW) };
  const [line] = await database.transaction((tx) => recents.list(tx, [asked], query));
  if (line?.ruleId !== 'rule') throw new Error('no line for the rule');
  return line.transfers;
}

async function idsSeen(window: Partial<RecentWindow>, transferId: TransferId): Promise<string[]> {
  return (await seen(window, transferId)).map((each) => each.transferId);
}

const ofRequester = { requesterId: OPERATOR, assetId: USDC };

describe(RecentTransfersRepository.name, () => {
  it('lists what came in before, in that order, with the moment of its payment, or of now, and without the transfer itself', async () => {
    const first = await transfer({ amount: '7', state: 'settled', requested: 300, ended: 120 });
    const second = await transfer({ amount: '8', requested: 60 });
    const self = await transfer();
    await transfer();
    expect(await seen(ofRequester, self)).toEqual([
      { transferId: first, amount: 7n, usd: null, at: NOW - 120 },
      { transferId: second, amount: 8n, usd: null, at: NOW },
    ]);
  });

  it.each<{ state: TransferState; counts: boolean }>([
    { state: 'requested', counts: true },
    { state: 'needs-exception', counts: true },
    { state: 'queued', counts: true },
    { state: 'simulating', counts: true },
    { state: 'awaiting-confirmation', counts: true },
    { state: 'confirmed', counts: true },
    { state: 'relayed', counts: true },
    { state: 'signed', counts: true },
    { state: 'submitted', counts: true },
    { state: 'executed', counts: true },
    { state: 'settled', counts: true },
    { state: 'mismatched', counts: true },
    { state: 'refused', counts: false },
    { state: 'rejected', counts: false },
    { state: 'cancelled', counts: false },
    { state: 'expired', counts: false },
    { state: 'superseded', counts: false },
  ])('a transfer that is $state counts: $counts', async ({ state, counts }) => {
    const id = await transfer({ state });
    expect(await idsSeen(ofRequester, await transfer())).toEqual(counts ? [id] : []);
  });

  it('counts what was paid within the window, whenever it was requested, and nothing that was paid before', async () => {
    const within = await transfer({ state: 'settled', requested: 10 * HOUR, ended: HOUR - 1 });
    await transfer({ state: 'settled', requested: 10 * HOUR, ended: HOUR });
    expect(await idsSeen(ofRequester, await transfer())).toEqual([within]);
  });

  it('counts what still waits to be paid, however old it is', async () => {
    const old = await transfer({ state: 'confirmed', requested: 31 * 24 * HOUR });
    expect(await idsSeen(ofRequester, await transfer())).toEqual([old]);
  });

  const other = {
    safeId: newId('safe'),
    requesterId: newId('per'),
    destinationId: newId('dst'),
    assetId: newId('ast'),
  };

  it.each<{
    what: string;
    window: Partial<RecentWindow>;
    matches: readonly Given[];
    others: readonly Given[];
  }>([
    {
      what: 'a Safe',
      window: { safeId: SAFE },
      matches: [
        {},
        { requesterId: other.requesterId, destinationId: other.destinationId, assetId: other.assetId },
      ],
      others: [{ safeId: other.safeId }],
    },
    {
      what: 'a requester',
      window: { requesterId: OPERATOR },
      matches: [{}, { safeId: other.safeId, destinationId: other.destinationId, assetId: other.assetId }],
      others: [{ requesterId: other.requesterId }],
    },
    {
      what: 'a destination',
      window: { destinationId: HOT_WALLET },
      matches: [{}, { safeId: other.safeId, requesterId: other.requesterId, assetId: other.assetId }],
      others: [{ destinationId: other.destinationId }],
    },
    {
      what: 'a requester and an asset',
      window: ofRequester,
      matches: [{}],
      others: [{ assetId: other.assetId }, { requesterId: other.requesterId }],
    },
    {
      what: 'a duplicate',
      window: { safeId: SAFE, destinationId: HOT_WALLET, assetId: USDC, amount: 1_000n },
      matches: [{}, { requesterId: other.requesterId }],
      others: [
        { amount: '1001' },
        { amount: '10000' },
        { safeId: other.safeId },
        { destinationId: other.destinationId },
        { assetId: other.assetId },
      ],
    },
  ])('matches every member of the window of $what', async ({ window, matches, others }) => {
    const wanted: string[] = [];
    for (const each of matches) wanted.push(await transfer(each));
    for (const each of others) await transfer(each);
    expect(await idsSeen(window, await transfer())).toEqual(wanted);
  });

  it('refuses to look at everything', async () => {
    await expect(seen({ assetId: USDC }, await transfer())).rejects.toThrow(TypeError);
  });

  it('invariant 6: denies where there is more than it looks at, and drops nothing', async () => {
    const row = {
      requester_id: OPERATOR,
      safe_id: SAFE,
      intent: JSON.stringify({ amount: '1', assetId: USDC }),
    };
    const insert = (count: number) => database.read.$executeRaw`
      INSERT INTO transfer (id, safe_id, requester_id, state, revision, intent, intent_hash, intent_signature,
        signer_key_id, evidence, created_at, updated_at, expires_at)
      SELECT 'tr_' || uuid, ${row.safe_id}, ${row.requester_id}, 'queued', 0, ${row.intent}::jsonb, uuid::text,
        '', '', '{}', now(), now(), now()
      FROM (SELECT uuidv7() AS uuid FROM generate_series(1, ${count}::int)) ids`;
    await insert(1_000);
    const at = await transfer({ requesterId: other.requesterId });
    expect(await seen(ofRequester, at)).toHaveLength(1_000);
    await insert(1);
    const late = await transfer({ requesterId: other.requesterId });
    await expect(seen(ofRequester, late)).rejects.toMatchObject({ code: 'LIMIT_STRUCTURING' });
    await expect(seen({ ...ofRequester, kind: 'duplicate' }, late)).rejects.toMatchObject({
      code: 'DUPLICATE_TRANSFER',
    });
  });

  it('finds them by index, whoever is asked for, among many', async () => {
    await database.read.$executeRaw`
      INSERT INTO transfer (id, safe_id, requester_id, state, revision, intent, intent_hash, intent_signature,
        signer_key_id, evidence, created_at, updated_at, expires_at, ended_at)
      SELECT 'tr_' || n, 'safe_' || n % 50, 'per_' || n % 50, 'settled', 0,
        jsonb_build_object('amount', '1', 'destinationId', 'dst_' || n % 50, 'assetId', 'ast'), n::text,
        '', '', '{}', now(), now(), now(), now() - n * interval '1 minute'
      FROM generate_series(1, 20000) n`;
    await database.read.$executeRaw`ANALYZE transfer`;
    for (const filter of [
      "safe_id = 'safe_1'",
      "requester_id = 'per_1'",
      "intent ->> 'destinationId' = 'dst_1'",
    ]) {
      const plan = await database.read.$queryRawUnsafe(
        `EXPLAIN SELECT id FROM transfer WHERE ${filter} AND (ended_at IS NULL OR ended_at > now() - interval '1 day')`,
      );
      const text = JSON.stringify(z.array(z.record(z.string(), z.string())).parse(plan));
      expect(text).toMatch(/transfer_(safe_id|requester_id|destination)_ended_at_idx/);
      expect(text).not.toContain('Seq Scan');
    }
  });
});

describe('the dollars of a recent transfer', () => {
  const ofDollars = { requesterId: OPERATOR };
  const dollars = async () => (await seen(ofDollars, await transfer())).map((each) => each.usd);

  it('are those that its permit holds', async () => {
    expect(await decided(await transfer(), {})).toBe('permit');
    expect(await dollars()).toEqual([1_515_000_000n]);
  });

  it('are those of its facts while it is held for an exception', async () => {
    expect(await decided(await transfer(), { amount: '2500000000' })).toBe('needs-exception');
    expect(await dollars()).toEqual([2_525_000_000n]);
  });

  it('are those of its permit, whatever was found out later', async () => {
    const id = await transfer();
    await decided(id, {});
    const price = { kind: 'unavailable', reason: 'provider b did not answer' };
    expect(await decided(id, { now: NOW + 60, price, expiresAt: NOW })).toBe('deny');
    expect(await dollars()).toEqual([1_515_000_000n]);
  });

  it('are unknown if its policy, its price or its decision is', async () => {
    const unknown = aPolicyDocument({ prices: [{ assetId: USDC, usd: '9' }] });
    await decided(await transfer(), { amount: '2500000000' }, unknown);
    const price = { kind: 'unavailable', reason: 'provider b did not answer' };
    await decided(await transfer(), { price });
    await transfer();
    expect(await dollars()).toEqual([null, null, null]);
  });
});
