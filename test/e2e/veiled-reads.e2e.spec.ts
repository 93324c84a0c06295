import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import fc from 'fast-check';
import { formatEther } from 'viem';
import { z } from 'zod';
import { DryDecision } from '../../src/decisions/dry-decision.js';
import type { Role } from '../../src/domain/identity/person.js';
import { clearanceDigest } from '../../src/domain/confirmations/clearance.js';
import { StoredIntent, intentHash } from '../../src/domain/transfers/intent.js';
import { Limits } from '../../src/dry-runs/limits/limits.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { parseAddress } from '../../src/domain/values/address.js';
import type { Bytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import type { Founding } from '../../sandbox/founding.js';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import { withDestination, withPerson } from '../builders/founding.js';
import { type Parameters, RouteWalk } from './route-walk.js';
import { openStory, startInProcess } from './story.js';
import type { Named, StorySteps } from './story-steps.js';
import { until } from './until.js';

/** People who confirm, and what else they may read: each role of theirs would show everything. */
const READERS: Readonly<Record<string, readonly Role[]>> = {
  Amos: ['approver', 'auditor'],
  Rita: ['approver', 'admin', 'signer'],
  Carlos: ['approver', 'compliance'],
  Tariq: ['approver', 'operator'],
};
const HIDDEN = 'Quiet wallet';
const SECRETS = { amount: '13.377', units: '13377000000000000000', reference: 'Wombat seventeen' };

let story: StorySteps;
let app: INestApplication;

beforeAll(async () => {
  story = await openStory({
    safes: 6,
    founding: prepared,
    gateway: async (environment) => {
      const started = await startInProcess(environment);
      ({ app } = started);
      return started;
    },
  });
});

afterAll(() => story.close());

function prepared(document: Founding): Founding {
  const people = Object.entries(READERS).reduce(
    (known, [name, roles]) => withPerson(known, name, { roles: [...roles] }),
    document,
  );
  const two = [HIDDEN, 'Other wallet'].reduce(
    (known, label, at) => withDestination(known, { label, address: mnemonicAccount(70 + at).address }),
    people,
  );
  const { policy } = two;
  const tiers = policy.tiers.map((tier) => (tier.name === 'eth-large' ? { ...tier, rekey: true } : tier));
  return { ...two, policy: { ...policy, tiers } };
}

/** One transfer of each kind of object that a path can name, and everything that has to do with it. */
async function parametersOf(id: string, safe: Named): Promise<Parameters> {
  await story.integrated();
  const one = async (text: string, values: readonly unknown[] = []): Promise<string> => {
    const [row] = await story.sql(text, values);
    return z.looseObject({ value: z.coerce.string() }).parse(row).value;
  };
  const person = await story
    .person('Amos')
    .post('/v1/audit-exports', { format: 'jsonl', filter: { transfer: id } });
  const exported = z.looseObject({ id: z.string() }).parse(person.body).id;
  await until('the export', async () => {
    const { body } = await story.person('Amos').get(`/v1/audit-exports/${exported}`);
    return body['status'] === 'done';
  });
  const size = Number(await one('SELECT max(size) AS value FROM log_checkpoint'));
  return {
    'transfers/:id': id,
    'simulations/:simulation': await one(
      'SELECT id AS value FROM simulation WHERE transfer_id = $1 LIMIT 1',
      [id],
    ),
    'safes/:id': safe.id,
    'destinations/:id': story.destination(HIDDEN).id,
    'assets/:id': story.assetId('eth'),
    'people/:id': story.personId('Tessa'),
    'changes/:id': await one(
      `SELECT (body::jsonb #>> '{change,id}') AS value FROM governance_act WHERE seq = 0`,
    ),
    'policies/:version': '1',
    'audit-exports/:id': exported,
    'audit-entries/:index': await one('SELECT max(index) AS value FROM audit_entry WHERE subject = $1', [id]),
    'tile/*path': `entries/${String(Math.floor(size / 256)).padStart(3, '0')}.p/${String(size % 256)}`,
  };
}

const count = (text: string, part: string): number => text.toLowerCase().split(part.toLowerCase()).length - 1;

/** How often an answer names the destination, in any spelling. */
function named(answer: string): number {
  const { id, address } = story.destination(HIDDEN);
  return [id, address.slice(2), HIDDEN].reduce((sum, part) => sum + count(answer, part), 0);
}

async function walks(parameters: Parameters): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const walk = new RouteWalk(app, story.origin);
  const answers = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, roles] of Object.entries(READERS))
    answers.set(name, await walk.as({ cookie: story.person(name).cookie, roles }, parameters));
  return answers;
}

const hidden = (safe: Named) =>
  story.awaiting({
    ...{ amount: SECRETS.amount, reference: SECRETS.reference, safe },
    destination: story.destination(HIDDEN).id,
  });

/** Does something once, before the numbers of that route are read and after it was asked whether any are kept. */
function during(route: 'intent' | 'limits' | 'evaluate', act: () => Promise<void>): void {
  if (route === 'limits') {
    const limits = app.get(Limits, { strict: false });
    const list = limits.list.bind(limits);
    limits.list = async (question) => {
      limits.list = list;
      await act();
      return list(question);
    };
    return;
  }
  const decisions = app.get(DryDecision, { strict: false });
  const decide = decisions.of.bind(decisions);
  decisions.of = async (intent, own) => {
    decisions.of = decide;
    await act();
    return decide(intent, own);
  };
}

describe('what people must enter from the ticket first', () => {
  it('is in no answer of any route that they may ask', async () => {
    const [other, safe] = [story.freshSafe(), story.freshSafe()];
    const shown = await story.awaiting({ amount: '1', safe: other });
    const before = await walks(await parametersOf(shown, other));
    const id = await hidden(safe);
    const after = await walks(await parametersOf(id, safe));
    const telling: string[] = [];
    for (const [name, answers] of after) {
      for (const [path, answer] of answers) {
        const isAboutIt = path.includes('transfers/:id');
        // The address book itself tells about the destination, as it did before there was a transfer to it.
        const known = isAboutIt ? 0 : named(before.get(name)?.get(path) ?? '');
        if (named(answer) > known) telling.push(`${name}: ${path} names the destination`);
        for (const secret of Object.values(SECRETS))
          if (count(answer, secret) > 0) telling.push(`${name}: ${path} says ${secret}`);
      }
    }
    expect(telling).toEqual([]);
    // The same looks find it where it is not hidden.
    const tessa = { cookie: story.person('Tessa').cookie, roles: ['operator'] as const };
    const own = await new RouteWalk(app, story.origin).as(tessa, await parametersOf(id, safe));
    expect(named(own.get('/v1/transfers/:id') ?? '')).toBeGreaterThan(0);
    expect(count(own.get('/v1/transfers') ?? '', SECRETS.reference)).toBeGreaterThan(0);
    await story.person('Tessa').post(`/v1/transfers/${id}/cancel`, { reason: 'It was for show' });
    await story.person('Tessa').post(`/v1/transfers/${shown}/cancel`, { reason: 'It was for show' });
  });

  it.each(['intent', 'limits', 'evaluate'] as const)(
    'is counted in no answer that was begun before it came in: %s',
    async (route) => {
      const safe = story.freshSafe();
      const wish = {
        ...{
          safe: safe.id,
          asset: story.assetId('eth'),
          destination: story.destination(HIDDEN).id,
          amount: '1',
        },
      };
      const intent = new URLSearchParams({
        ...{ ...wish, reference: 'Refill', salt: `0x${'11'.repeat(32)}` },
        expiresAt: new Date(Date.now() + 3_000_000).toISOString().replace(/\.\d+/, ''),
      });
      const tariq = story.person('Tariq');
      const asks = {
        intent: () => tariq.get(`/v1/intent-statement?${intent.toString()}`),
        limits: () => tariq.get('/v1/limits?limit=200'),
        evaluate: () => tariq.post('/v1/policies/evaluate', wish),
      };
      const answered = await asks[route]();
      expect([answered.status, JSON.stringify(answered.body)]).toEqual([
        200,
        expect.not.stringContaining('REKEY'),
      ]);
      if (route === 'intent') expect(answered.body['decision']).not.toBeNull();
      const came: string[] = [];
      during(route, async () => {
        came.push(await story.requested({ amount: SECRETS.amount, reference: SECRETS.reference, safe }));
      });
      const { status, body } = await asks[route]();
      expect(came).toHaveLength(1);
      if (route === 'intent') expect([status, body['decision']]).toEqual([200, null]);
      else expect([status, body['code']]).toEqual([403, 'REKEY_REQUIRED']);
      for (const secret of ['13.377', '14.377']) expect(count(JSON.stringify(body), secret)).toBe(0);
      await story
        .person('Tessa')
        .post(`/v1/transfers/${came[0] ?? ''}/cancel`, { reason: 'It was for show' });
    },
  );

  it('is found by no filter, search or count: worlds that differ in nothing else are the same to them', async () => {
    const id = await hidden(story.firstSafe);
    const [row] = await story.sql('SELECT intent, intent_hash, evidence FROM transfer WHERE id = $1', [id]);
    const kept = z
      .looseObject({ intent: z.looseObject({}), intent_hash: z.string(), evidence: CLEARED })
      .parse(row);
    const { id: destinationId, address: destination } = story.destination('Other wallet');
    const elsewhere = {
      ...kept.intent,
      ...{ destinationId, destination, amount: '14000000000000000000', reference: 'Ostrich eighteen' },
    };
    const [hash, own] = [
      intentHash(StoredIntent.parse(elsewhere)),
      clearedHashes(id, kept.intent, kept.evidence),
    ];
    const otherwise = clearedHashes(id, elsewhere, kept.evidence);
    const stored = await story.sql('SELECT hash FROM transfer_hash WHERE transfer_id = $1', [id]);
    expect(stored.map((each) => each['hash'])).toEqual(expect.arrayContaining([...own]));
    const queries = filters(id, [...own, ...otherwise]);
    const ask = async (name: string): Promise<readonly string[]> => {
      const paths = queries.flatMap((query) => [`/v1/transfers?${query}`, `/v1/transfers/counts?${query}`]);
      const answers = [];
      for (const path of paths) answers.push(await story.person(name).download(path));
      return answers;
    };
    const people = ['Carlos', 'Tessa'];
    const here = new Map<string, readonly string[]>();
    for (const name of people) here.set(name, await ask(name));
    const put = async (intent: unknown, of: string, [from, to]: readonly (readonly string[])[]) => {
      const set = 'UPDATE transfer SET intent = $2, intent_hash = $3, safe_tx_hash = $4 WHERE id = $1';
      await story.sql(set, [id, JSON.stringify(intent), of, to?.[0]]);
      for (const [at, each] of (from ?? []).entries())
        await story.sql('UPDATE transfer_hash SET hash = $3 WHERE transfer_id = $1 AND hash = $2', [
          id,
          each,
          to?.[at],
        ]);
    };
    await put(elsewhere, hash, [own, otherwise]);
    const there = new Map<string, readonly string[]>();
    for (const name of people)
      there.set(
        name,
        (await ask(name)).map((text) => text.replaceAll(hash, kept.intent_hash)),
      );
    await put(kept.intent, kept.intent_hash, [otherwise, own]);
    expect(there.get('Carlos')).toEqual(here.get('Carlos'));
    // Whoever may see both worlds can tell them apart by these very questions.
    expect(there.get('Tessa')).not.toEqual(here.get('Tessa'));
    expect(here.get('Carlos')?.some((text) => text.includes(id))).toBe(true);
  });
});

const CLEARED = z.looseObject({
  cleared: z.looseObject({
    ...{ nonce: z.coerce.bigint(), words: z.string(), exceptions: z.array(z.never()) },
    ...{ effectsDigest: z.custom<Bytes32>(), policyHash: z.custom<Bytes32>() },
  }),
});

/** The Safe transaction's hash and the confirmers', made as whoever guesses destination, amount and reference would. */
function clearedHashes(
  id: string,
  stored: unknown,
  { cleared: { nonce, words, ...cleared } }: z.output<typeof CLEARED>,
): readonly string[] {
  const intent = StoredIntent.parse(stored);
  const { destination: to, amount: value, chainId, safe, reference, expiresAt } = intent;
  const none = parseAddress(`0x${'00'.repeat(20)}`);
  const { digest: safeTxHash } = safeTxDigests(
    {
      ...{ to, value, nonce, data: '0x', operation: 0, gasToken: none, refundReceiver: none },
      ...{ safeTxGas: 0n, baseGas: 0n, gasPrice: 0n },
    },
    chainId,
    safe,
  );
  const guessed = words
    .replace(SECRETS.reference, reference)
    .replace(SECRETS.amount, formatEther(value))
    .replace(story.destination(HIDDEN).address, to)
    .replace(HIDDEN, to === story.destination(HIDDEN).address ? HIDDEN : 'Other wallet');
  const clearance = {
    ...{ ...cleared, words: guessed, chainId, safe, safeTxHash, expiresAt, revision: 1 },
    ...{ transferId: parseId('tr', id), intentHash: intentHash(intent) },
  };
  return [safeTxHash, clearanceDigest(clearance, { decision: 'confirm', reason: '' })];
}

/** Every filter that could tell the worlds apart, alone, and random sets of all. */
function filters(id: string, hashes: readonly string[]): readonly string[] {
  const [destinations, other] = [
    [HIDDEN, 'Other wallet'].map((label) => story.destination(label)),
    story.firstSafe,
  ];
  const texts = ['wombat', 'Wombat seventeen', 'ostrich', 'eighteen', 'tee', id, other.address];
  const sought = [...texts, ...destinations.flatMap(({ address }) => [address, address.toLowerCase()])];
  const telling = [
    ...destinations.map((each) => `destination=${each.id}`),
    ...[...sought, ...hashes].map((text) => `q=${encodeURIComponent(text)}`),
    ...hashes.map((hash) => `safeTxHash=${hash}`),
  ];
  const others = [
    ...[`safe=${other.id}`, `asset=${story.assetId('eth')}`, `asset=${story.assetId('usd')}`],
    ...['requester=Tessa', 'requester=Tariq', 'from=2026-01-01T00:00:00Z', 'to=2026-01-01T00:00:00Z'],
  ];
  const some = fc.tuple(fc.constantFrom(...telling), fc.subarray(others));
  const sets = fc.sample(some, { numRuns: 10, seed: 7 });
  return [...telling, ...others, ...sets.map(([first, rest]) => [first, ...distinct(rest)].join('&'))];
}

/** One of each name. */
function distinct(some: readonly string[]): readonly string[] {
  return [...new Map(some.map((each) => [each.split('=')[0], each])).values()];
}
