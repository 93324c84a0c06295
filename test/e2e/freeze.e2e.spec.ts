import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { z } from 'zod';
import { newId } from '../../src/infra/database/new-id.js';
import { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { FreezePage } from '../../src/safes/freezes.contract.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import { wireTime } from '../../sandbox/founding.js';
import type { Reply } from '../../sandbox/person-client.js';
import { claimPort } from '../../sandbox/ports.js';
import { type RpcProxy, startRpcProxy } from '../../sandbox/rpc-proxy.js';
import { withPerson } from '../builders/founding.js';
import { executeWithOwners, foreignTransaction } from '../builders/safe-execution.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { Hold } from './hold.js';
import { Mempool } from './mempool.js';
import { openStory, startInProcess } from './story.js';
import type { Named, StorySteps } from './story-steps.js';
import { until } from './until.js';
import { rpcUrls } from '../../sandbox/rpc-urls.js';

let story: StorySteps;
/** Of the second gateway: each has a provider of its own, which shows whose work it is. */
let secondProxy: RpcProxy;
let origins: readonly [string, string];
/** Of a service that watches, and may freeze. */
let secret: string;

beforeAll(async () => {
  const port = String(await claimPort(undefined, 'the second API'));
  story = await openStory({
    safes: 11,
    // An officer in no group that excepts.
    founding: (document) => withPerson(document, 'Odile', { roles: ['signer', 'compliance'] }),
    gateway: async (environment) => {
      const [node = ''] = (environment['RPC_URLS'] ?? '').replaceAll(/rpc-[12]=/g, '').split(',');
      secondProxy = await startRpcProxy({ upstream: node });
      const first = await startInProcess(environment);
      const RPC_URLS = rpcUrls([node, secondProxy.url]);
      const second = await startInProcess({ ...environment, RPC_URLS, PORT: port });
      const stop = async () => {
        await second.stop();
        await first.stop();
        await secondProxy.stop();
      };
      return { stop };
    },
  });
  origins = [story.origin, `http://127.0.0.1:${port}`];
  const wanted = { name: 'Watch', roles: ['operator'], expiresAt: wireTime(Date.now() + 3_600_000) };
  secret = z.string().parse(made(await story.person('Adam').post('/v1/api-keys', wanted))['secret']);
});

afterAll(() => story.close());

let hold: Hold | undefined;
afterEach(() => hold?.release());

function holding(method: string): Hold {
  hold = new Hold([story.chain.proxy, secondProxy], method);
  return hold;
}

const Answering = z.looseObject({
  mayAnswer: z.boolean(),
  because: z.looseObject({ code: z.string() }).nullable(),
});

function freeze(scope: string): Promise<Reply> {
  return story.person('Tessa').post('/v1/freezes', { scope, reason: 'The signing page looks odd' });
}

/** Through the gateway that is not the one whose work is held. */
async function freezeAtTheOther(safe: Named, held: number): Promise<void> {
  const reply = await fetchOnce(`${origins[held === 0 ? 1 : 0]}/v1/freezes`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ scope: safe.id, reason: 'Odd traffic' }),
  });
  expect(reply.status).toBe(201);
}

/**
 * A freeze that is written but not committed, as it is in the middle of another gateway's transaction: committed only
 * once something waits for its turn behind it.
 */
async function frozenMeanwhile(safe: Named, act: () => unknown): Promise<void> {
  const client = await story.connection();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`freeze:${safe.id}`]);
    await client.query(
      `INSERT INTO "freeze" (id, scope, code, reason, actor, at)
       VALUES ($1, $2, 'SAFE_FROZEN', 'Odd traffic', 'system', now())`,
      [newId('frz'), safe.id],
    );
    act();
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database()
      AND wait_event_type = 'Lock' AND query LIKE '%pg_advisory_xact_lock_shared%'`;
    await until('somebody to wait', async () => (await story.sql(waiting)).length > 0);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function expectNotRelayed(id: string): Promise<void> {
  expect(reasonsOf(await story.until(id, 'refused'))).toEqual(['SAFE_FROZEN']);
  expect((await story.audited(id)).map(({ type }) => type)).not.toContain('transfer.relayed');
  expect(await story.budget(id)).toEqual(['released']);
}

async function relayerNonce(): Promise<number> {
  return story.chain.client.getTransactionCount({ address: story.chain.relayer.address });
}

/** The job has seen the freeze, its turn is over, and another turn changes nothing either. */
async function expectNotSubmitted(id: string, nonce: number): Promise<void> {
  await story.hurry('submit', id);
  await story.watched(id);
  expect(await story.state(id)).toBe('signed');
  expect((await story.audited(id)).map(({ type }) => type)).not.toContain('transfer.submitted');
  expect(await relayerNonce()).toBe(nonce);
}

describe('two gateways on one database', () => {
  it('do not relay what was frozen through the other one in the middle of its relay gate', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '1', safe });
    const answers = holding('debug_traceCall');
    await story.confirmed(id);
    await freezeAtTheOther(safe, await answers.held());
    answers.release();
    await expectNotRelayed(id);
  });

  it('do not submit what was frozen through the other one while the execution was being signed', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const nonce = await relayerNonce();
    const answers = holding('eth_estimateGas');
    await story.signed(id);
    await freezeAtTheOther(safe, await answers.held());
    answers.release();
    await expectNotSubmitted(id, nonce);
  });
});

describe('a freeze that commits while something is on its way', () => {
  it('stops the relay', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '1', safe });
    const answers = holding('debug_traceCall');
    await story.confirmed(id);
    await answers.held();
    await frozenMeanwhile(safe, () => {
      answers.release();
    });
    await expectNotRelayed(id);
  });

  it('stops the submission', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const nonce = await relayerNonce();
    const answers = holding('eth_estimateGas');
    await story.signed(id);
    await answers.held();
    await frozenMeanwhile(safe, () => {
      answers.release();
    });
    await expectNotSubmitted(id, nonce);
  });

  it('stops the owner signature', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    let reply: Promise<Reply> | undefined;
    await frozenMeanwhile(safe, () => (reply = story.bringSignature(id)));
    expect(refusalOf((await reply) as Reply)).toEqual([409, 'SAFE_FROZEN']);
    expect(await story.sql('SELECT FROM owner_signature WHERE transfer_id = $1', [id])).toEqual([]);
  });

  it('stops the confirmation and the exception', async () => {
    const safe = story.freshSafe();
    const held = await story.requested({ amount: '80', safe }, 'needs-exception');
    const id = await story.awaiting({ amount: '1', safe });
    const exception = { rule: 'eth-per-transfer', ceiling: '80', reason: 'Settlement', ticket: 'OPS-80' };
    const { expiresAt } = z.looseObject({ expiresAt: z.string() }).parse(await story.show(held));
    const query = new URLSearchParams({ ...exception, expiresAt }).toString();
    const statements = async (officer = 'Clara') => {
      const replies = [
        await story.person('Ada').get(`/v1/transfers/${id}/clearance`),
        await story.person(officer).get(`/v1/transfers/${held}/exception-statement?${query}`),
      ];
      return replies
        .map(({ body }) => Answering.parse(body))
        .map((each) => each.because?.code ?? each.mayAnswer);
    };
    expect(await statements()).toEqual([true, true]);
    expect(await statements('Odile')).toEqual([true, 'FORBIDDEN']);
    let replies: Promise<Reply[]> | undefined;
    await frozenMeanwhile(safe, () => {
      replies = Promise.all([story.person('Ada').confirm(id), story.person('Clara').except(held, exception)]);
    });
    expect((await replies)?.map(refusalOf)).toEqual([
      [409, 'SAFE_FROZEN'],
      [409, 'SAFE_FROZEN'],
    ]);
    expect(await statements()).toEqual(['SAFE_FROZEN', 'SAFE_FROZEN']);
    expect([await story.state(id), await story.state(held)]).toEqual([
      'awaiting-confirmation',
      'needs-exception',
    ]);
    expect(await story.sql('SELECT FROM confirmation WHERE transfer_id = $1', [id])).toEqual([]);
    expect(await story.sql('SELECT FROM policy_exception WHERE transfer_id = $1', [held])).toEqual([]);
  });
});

describe('a freeze that is lifted', () => {
  it('invariant 13: by a quorum, each freeze by its id, lets a signed transfer go on', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await story.signed(id, ['Otto', 'Omar']);
    const freezes = [made(await freeze(safe.id))['id'], made(await freeze(safe.id))['id']];
    const lift = (one: unknown) =>
      story.govern('unfreeze', newId('ufr'), () => ({
        freezes: [z.string().parse(one)],
        reason: 'All is well',
      }));
    await lift(freezes[0]);
    expect(refusalOf(await story.bringSignature(id, 'Orson'))).toEqual([409, 'SAFE_FROZEN']);
    await lift(freezes[1]);
    await story.signed(id, ['Orson']);
    await story.settled(id);
    expect(await story.standing(safe)).toBe(0);
    const { body } = await story.person('Otto').get(`/v1/freezes?safe=${safe.id}`);
    const { data } = FreezePage.parse(body);
    expect(data.map((each) => each.id)).toEqual([freezes[1], freezes[0]]);
    for (const { standing, at, liftedAt, liftedBy } of data) {
      expect([standing, (liftedAt ?? '') >= at]).toEqual([false, true]);
      const people = [liftedBy?.proposerName, ...(liftedBy?.approvers ?? []).map((each) => each.personName)];
      expect([people.length > 1, people.includes(null)]).toEqual([true, false]);
      expect(liftedBy?.change).toMatch(/^chg_/);
    }
  });
});

describe('a frozen Safe', () => {
  it('takes no new transfer, but a no and a withdrawal', async () => {
    const safe = story.freshSafe();
    const waiting = await story.awaiting({ amount: '1', safe });
    const queued = await story.requested({ amount: '2', safe });
    made(await freeze(safe.id));
    const body = made(await story.request({ amount: '1', safe }));
    expect([body['state'], reasonsOf(body)]).toEqual(['refused', ['SAFE_FROZEN']]);
    expect(refusalOf(await story.person('Ada').confirm(waiting))).toEqual([409, 'SAFE_FROZEN']);
    const actor = story.personId('Tessa');
    const said = { reason: 'The signing page looks odd', actor, finding: null, standing: 1, change: null };
    for (const [id, code] of [
      [waiting, 'SAFE_FROZEN'],
      [queued, 'LANE'],
    ] as const) {
      const { waitsFor } = TransferDetail.parse(await story.show(id));
      expect(waitsFor).toMatchObject({ code, freeze: { ...said, scope: safe.id } });
      expect(waitsFor?.sentence).toMatch(/frozen by Tessa.*; no change that lifts it is proposed: /);
    }
    const cancelled = await story.person('Tessa').post(`/v1/transfers/${queued}/cancel`, { reason: 'x' });
    expect([cancelled.status, cancelled.body['state']]).toEqual([200, 'cancelled']);
    expect(made(await story.person('Ada').reject(waiting, 'Not now'))).toMatchObject({ state: 'rejected' });
  });

  it('shows the owners nothing to sign, and still settles what somebody else executes', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    made(await freeze(safe.id));
    const request = await story.person('Otto').get(`/v1/transfers/${id}/signature-request`);
    expect(refusalOf(request)).toEqual([409, 'SAFE_FROZEN']);
    const transaction = foreignTransaction(safe.address, 0n, {
      to: story.destination().address,
      value: parseEther('1'),
    });
    await executeWithOwners(story.chain, safe.address, transaction);
    await story.settled(id);
    // None of the three was collected; none of that is a mismatch.
    expect(new Set(await story.findings(safe))).toEqual(new Set(['APPROVAL_NOT_COLLECTED']));
  });

  it('sends no payment any more that was signed before, but only takes its account nonce', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const { client, relayer } = story.chain;
    const [mempool, nonce] = [new Mempool(story), await relayerNonce()];
    await mempool.hold();
    await story.signed(id);
    await story.until(id, 'submitted');
    made(await freeze(safe.id));
    const hash = await mempool.handed(id, 'void');
    await mempool.release();
    await until('the void to be mined', async () => (await relayerNonce()) > nonce);
    await story.watched(id);
    expect([await story.state(id), await relayerNonce()]).toEqual(['submitted', nonce + 1]);
    const sent = await client.getTransaction({ hash });
    const self = relayer.address.toLowerCase();
    expect(sent).toMatchObject({ from: self, to: self, value: 0n, input: '0x', gas: 21_000n });
    const isPaid = (await story.audited(id)).some(({ type }) => type === 'transfer.executed');
    expect(isPaid).toBe(false);
  });
});
