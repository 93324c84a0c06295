import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { z } from 'zod';
import { LogKey } from '../../src/audit-log/sequencer/log-key.js';
import { loadConfig } from '../../src/config/config.js';
import { parseTlogProof } from '../../src/domain/audit-log/tlog-proof.js';
import { verifyReceipt } from '../../src/domain/audit-log/verify-receipt.js';
import { HealthPartsView } from '../../src/health/parts/health-parts.contract.js';
import { InstallationView } from '../../src/installation/installation.contract.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import { wireTime } from '../../sandbox/founding.js';
import { claimPort } from '../../sandbox/ports.js';
import { executeWithOwners, foreignTransaction } from '../builders/safe-execution.js';
import { type TestWitness, startWitness } from '../log/witnesses.js';
import { LOG_SETTINGS } from '../log-settings.js';
import { made } from './answers.js';
import { openStory, startInProcess } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let witnesses: TestWitness[];

beforeAll(async () => {
  const key = new LogKey({
    logSigningKey: LOG_SETTINGS.LOG_SIGNING_KEY,
    logOrigin: LOG_SETTINGS.LOG_ORIGIN,
  } as never);
  witnesses = [await startWitness(1, key.verifier), await startWitness(2, key.verifier)];
  const LOG_WITNESSES = witnesses.map(({ setting }) => setting).join();
  story = await openStory({ safes: 3, settings: () => Promise.resolve({ LOG_WITNESSES }) });
});

afterAll(async () => {
  await story.close();
  for (const each of witnesses) await each.stop();
});

/** What a start of another gateway finds. */
async function startAnother(): Promise<{ stop(): Promise<void> }> {
  const port = await claimPort(undefined, 'another API');
  return startInProcess({ ...story.environment, PORT: String(port) });
}

async function gatewayFreezes(): Promise<string[]> {
  const rows = await story.sql(`SELECT code FROM "freeze" WHERE scope = 'all' ORDER BY id`);
  return z
    .array(z.object({ code: z.string() }))
    .parse(rows)
    .map(({ code }) => code);
}

/** As a service that audits reads it. */
async function textOf(path: string): Promise<string> {
  const wanted = { name: 'Monitor', roles: ['auditor'], expiresAt: wireTime(Date.now() + 3_600_000) };
  const { secret } = z
    .looseObject({ secret: z.string() })
    .parse(made(await story.person('Adam').post('/v1/api-keys', wanted)));
  const response = await fetchOnce(`${story.origin}${path}`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  expect(response.status).toBe(200);
  return response.text();
}

const Waiting = z.looseObject({ state: z.string(), waitsFor: z.object({ code: z.string() }).nullable() });

describe('what everything is verified by', () => {
  it('is said to strangers and to every role, with the warning to compare it elsewhere', async () => {
    const answer = await fetchOnce(`${story.origin}/v1/installation`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const { foundingDigest, logKey, chain, origin, warning } = InstallationView.parse(await answer.json());
    expect({ foundingDigest, origin }).toEqual({
      foundingDigest: story.environment['FOUNDING_DIGEST'],
      origin: story.environment['PUBLIC_ORIGIN'],
    });
    expect([chain.id, warning]).toEqual([31_337, expect.stringContaining('another channel')]);
    for (const name of ['Tessa', 'Ada', 'Clara', 'Audrey', 'Adam', 'Otto'])
      expect(await story.person(name).download('/v1/log/key')).toBe(`${logKey}\n`);
    expect((await fetchOnce(`${story.origin}/v1/log/key`)).status).toBe(401);
    for (const name of ['Tessa', 'Ada', 'Otto'])
      expect((await story.person(name).get('/v1/log/checkpoint')).status).toBe(403);
  });
});

describe('the relay gate', () => {
  it('invariant 16: lets out only what enough witnesses have cosigned', async () => {
    const [witness] = witnesses;
    if (!witness) throw new Error('no witness');
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    witness.isDown = true;
    await story.confirmed(id);
    await story.integrated();
    await story.hurry('relay', id);
    await story.awaitJob('relay', id, 'waiting');
    expect(Waiting.parse(await story.show(id))).toMatchObject({
      state: 'confirmed',
      waitsFor: { code: 'LOG_UNCHECKED' },
    });
    const { log } = HealthPartsView.parse((await story.person('Otto').get('/v1/health/parts')).body);
    const behind = log.data?.witnesses.map((each) => Number(each.behind)) ?? [];
    expect(behind).toHaveLength(2);
    expect(behind[0]).toBeGreaterThan(0);
    expect(log.data?.checkpoint?.size).toBe(log.data?.size);
    witness.isDown = false;
    await story.until(id, 'relayed');
    expect(Waiting.parse(await story.show(id)).waitsFor?.code).toBe('OWNERS');

    const { logWitnesses: policy } = loadConfig(story.environment);
    const logKey = new LogKey(loadConfig(story.environment)).verifier;
    const [confirmed] = await story.sql(
      `SELECT index::text, body FROM audit_entry WHERE subject = $1 AND type = 'transfer.confirmed'`,
      [id],
    );
    const { index, body } = z.object({ index: z.string(), body: z.string() }).parse(confirmed);
    const receipt = await textOf(`/v1/audit-entries/${index}/proof`);
    expect(verifyReceipt(parseTlogProof(receipt), Buffer.from(body), { logKey, policy }).isValid).toBe(true);
  });
});

describe('a gateway that starts', () => {
  it('invariant 16: freezes everything when the chain is ahead of what is written', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await story.signed(id);
    await story.settled(id);
    const to = story.destination().address;
    await executeWithOwners(
      story.chain,
      safe.address,
      foreignTransaction(safe.address, 1n, { to, value: parseEther('1') }),
    );
    await story.chain.mine(3);
    const another = await startAnother();
    await until('a freeze', async () => (await gatewayFreezes()).length > 0);
    await another.stop();
    expect(await gatewayFreezes()).toEqual(['LOG_ROLLBACK']);
    // The same finding is not found again: people decide about it.
    const third = await startAnother();
    await third.stop();
    expect(await gatewayFreezes()).toEqual(['LOG_ROLLBACK']);
  });

  it('invariant 16: freezes everything when an entry is not the one that was signed', async () => {
    await story.integrated();
    await story.sql(`ALTER TABLE audit_entry DISABLE TRIGGER ALL`);
    await story.sql(`UPDATE audit_entry SET body = replace(body, 'per_', 'per-') WHERE index = 2`);
    await story.sql(`ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only`);
    const another = await startAnother();
    await until('a freeze', async () => (await gatewayFreezes()).includes('LOG_FORK'));
    await another.stop();
    expect(await story.freeze(story.firstSafe)).toBe('LOG_ROLLBACK');
    const { body } = await story.person('Audrey').get('/v1/freezes?standing=true&limit=10');
    expect(z.array(z.looseObject({ code: z.string(), actor: z.string() })).parse(body['data'])).toMatchObject(
      [
        { code: 'LOG_FORK', actor: 'system' },
        { code: 'LOG_ROLLBACK', actor: 'system' },
      ],
    );
  });
});
