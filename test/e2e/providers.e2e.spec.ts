import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startGateway } from '../../sandbox/gateway.js';
import { type RpcProxy, startRpcProxy } from '../../sandbox/rpc-proxy.js';
import { namedProviders, rpcUrls } from '../../sandbox/rpc-urls.js';
import { withoutDelays } from '../builders/founding.js';
import { executeWithOwners, foreignTransaction } from '../builders/safe-execution.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import { HealthPartsView } from '../../src/health/parts/health-parts.contract.js';
import { made, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let third: RpcProxy;

beforeAll(async () => {
  story = await openStory({
    safes: 9,
    founding: (document) => ({ ...withoutDelays(document), providers: namedProviders(3) }),
    settings: async (_origin, chain) => {
      third = await startRpcProxy({ upstream: chain.rpcUrls[0] });
      return { RPC_URLS: rpcUrls([...chain.rpcUrls, third.url]) };
    },
  });
});

afterEach(() => {
  third.mode = 'pass';
  third.tamper = undefined;
});

afterAll(async () => {
  await story.close();
  await third.stop();
});

const List = z.object({
  data: z.array(z.looseObject({ name: z.string(), state: z.string(), lastAnswerAt: z.string().nullable() })),
});
const Change = z.looseObject({ id: z.string(), state: z.string(), sentences: z.array(z.string()) });

async function states(): Promise<Record<string, string>> {
  const { data } = List.parse((await story.person('Audrey').get('/v1/providers')).body);
  return Object.fromEntries(data.map(({ name, state }) => [name, state]));
}

/** What everybody who has signed in is shown while one provider is silent. */
async function showsEveryPart(): Promise<void> {
  for (const name of ['Tessa', 'Ada', 'Clara', 'Adam', 'Otto'])
    expect((await story.person(name).get('/v1/health/parts')).status).toBe(200);
  expect((await fetchOnce(`${story.origin}/v1/health/parts`)).status).toBe(401);
  const { body } = await story.person('Audrey').get('/v1/health/parts');
  const parts = HealthPartsView.parse(body);
  expect(parts.status).not.toBe('ok');
  const { providers, simulators, log, selfTest, jobs, database, register } = parts;
  expect(providers).toMatchObject({
    status: 'warn',
    data: [
      { name: 'rpc-1', ok: true, state: 'answering', lagBlocks: 0 },
      { name: 'rpc-2', ok: true, state: 'answering', lagBlocks: 0 },
      { name: 'rpc-3', ok: false, state: 'silent', head: null },
    ],
  });
  expect(new Set(simulators.data?.map(({ engine }) => engine)).size).toBe(3);
  expect(simulators.data).toContainEqual(expect.objectContaining({ provider: 'rpc-1', ok: true }));
  const acts = await story.sql('SELECT FROM governance_act');
  expect([log.status, selfTest.data?.ok, database.data?.ok, register.data?.acts]).toEqual([
    ...['ok', true, true],
    acts.length,
  ]);
  expect(Date.parse(selfTest.data?.next ?? '') - Date.parse(selfTest.data?.at ?? '')).toBe(3_600_000);
  expect(jobs.data?.failing).toEqual([]);
  // Nobody learns where anything is.
  expect(JSON.stringify(body)).not.toMatch(/https?:|127\.0\.0\.1|localhost|postgres/);
}

/** What somebody is shown who only asks what would be. */
function preview() {
  const wish = story.wish({ amount: '1', safe: story.firstSafe });
  const { safe, asset, destination, amount } = wish;
  return story.person('Tessa').post('/v1/policies/evaluate', { safe, asset, destination, amount });
}

function inspected() {
  const transaction = {
    ...{ to: story.destination().address, value: '1', data: '0x', operation: 0 },
    ...{ safeTxGas: '0', baseGas: '0', gasPrice: '0', nonce: '0' },
    ...{ gasToken: `0x${'0'.repeat(40)}`, refundReceiver: `0x${'0'.repeat(40)}` },
  };
  return story
    .person('Audrey')
    .post('/v1/safe-transactions/inspect', { safe: story.firstSafe.id, transaction });
}

/** Proposed by one person and approved by others, with their signatures over HTTP. */
async function become(content: object | null, approvers: readonly string[], name = 'rpc-3'): Promise<string> {
  const wish = content === null ? { subject: name, content } : { content: content as never };
  const proposed = Change.parse(
    made(await story.person('Adam').changes.propose({ kind: 'provider', ...wish })),
  );
  expect(proposed.state).toBe('proposed');
  for (const approver of approvers) made(await story.person(approver).changes.approve(proposed.id));
  return Change.parse((await story.person('Audrey').get(`/v1/changes/${proposed.id}`)).body).state;
}

/** Until the regular look at what waits has had its turn. */
async function looked(id: string): Promise<void> {
  await story.hurry('recheck', id);
  await story.awaitJob('recheck', id, 'waiting');
}

const backIn = () => become({ name: 'rpc-3', operator: 'sandbox', kind: 'own-node' }, ['Clara', 'Carlos']);

describe('one of three providers that is silent', () => {
  it('invariant 27: ends nothing and hides nothing, and one signed change takes it out', async () => {
    expect(await states()).toEqual({ 'rpc-1': 'answering', 'rpc-2': 'answering', 'rpc-3': 'answering' });
    const atTheGate = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    const before = await story.requested({ amount: '1', safe: story.freshSafe() });
    third.mode = 'down';
    await story.confirmed(atTheGate);
    await story.awaitJob('relay', atTheGate, 'waiting');
    await story.awaitJob('simulate', before, 'waiting').catch(() => undefined);

    const request = await story.request({ amount: '1', safe: story.freshSafe() });
    expect(refusalOf(request)).toEqual([503, 'RPC_UNAVAILABLE']);
    expect((await preview()).status).toBe(200);
    expect((await inspected()).status).toBe(200);
    expect(await states()).toEqual({ 'rpc-1': 'answering', 'rpc-2': 'answering', 'rpc-3': 'silent' });
    expect(await story.state(atTheGate)).toBe('confirmed');
    await showsEveryPart();

    expect(await become(null, ['Clara'])).toBe('active');
    await story.until(atTheGate, 'relayed');
    await story.until(before, 'awaiting-confirmation');
    expect(await states()).toEqual({ 'rpc-1': 'answering', 'rpc-2': 'answering' });
  });

  it('invariant 7: what would end something is looked at again, by all', async () => {
    await backIn();
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '11', safe });
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, 0n));
    third.mode = 'down';
    await looked(id);
    expect(await story.show(id)).toMatchObject({ state: 'awaiting-confirmation', revision: 1 });
    third.mode = 'pass';
    await looked(id);
    await story.askedAnew(id, 2);
    expect(await become(null, ['Clara'])).toBe('active');
  });

  it('invariant 7: below two that answer nothing is shown either', async () => {
    await backIn();
    third.mode = 'down';
    story.chain.proxy.mode = 'down';
    expect(refusalOf(await preview())).toEqual([503, 'RPC_UNAVAILABLE']);
    story.chain.proxy.mode = 'pass';
    expect((await preview()).status).toBe(200);
  });
});

describe('one of three providers that dissents', () => {
  it('invariant 7: is forgiven nowhere, until it is taken out', async () => {
    expect((await preview()).status).toBe(200);
    const waits = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    third.tamper = (request, response) =>
      request.method === 'eth_getBlockByNumber'
        ? { ...response, result: { ...(response.result as object), stateRoot: `0x${'12'.repeat(32)}` } }
        : response;
    await story.confirmed(waits);
    await story.awaitJob('relay', waits, 'waiting');
    for (const asked of [preview, inspected, () => story.request({ amount: '1', safe: story.freshSafe() })])
      expect(refusalOf(await asked()).slice(0, 2)).toEqual([503, 'RPC_DISAGREE']);
    expect(await states()).toMatchObject({ 'rpc-1': 'answering', 'rpc-3': 'dissenting' });
    expect(await story.state(waits)).toBe('confirmed');

    expect(await become(null, ['Clara'])).toBe('active');
    await story.until(waits, 'relayed');
    expect((await preview()).status).toBe(200);
  });

  it('invariant 7: two are the least: the next is not taken out', async () => {
    const wish = { kind: 'provider', subject: 'rpc-2', content: null };
    const refused = await story.person('Adam').changes.draft(wish);
    expect(refusalOf(refused).slice(0, 2)).toEqual([409, 'CHANGE_CONFLICT']);
    expect(refused.body['detail']).toContain('fewer than 2 RPC providers');
  });
});

describe('a provider that is added', () => {
  it('invariant 13: is asked once two have approved it, and takes no approval of whoever proposed it', async () => {
    expect(await become({ name: 'rpc-3', operator: 'sandbox', kind: 'hosted' }, ['Clara'])).toBe('proposed');
    expect(Object.keys(await states())).toEqual(['rpc-1', 'rpc-2']);
    expect(await backIn()).toBe('active');
    expect(Object.keys(await states())).toEqual(['rpc-1', 'rpc-2', 'rpc-3']);
  });

  it('is not drafted by a process that has no URL of it', async () => {
    const content = { name: 'rpc-9', operator: 'sandbox', kind: 'own-node' };
    const refused = await story.person('Adam').changes.draft({ kind: 'provider', content });
    expect(refusalOf(refused).slice(0, 2)).toEqual([422, 'CHANGE_INVALID']);
    expect(refused.body['errors']).toMatchObject([{ pointer: '/content/name' }]);
  });

  it('invariant 26: without its URL, or with the one of another, a gateway does not start', async () => {
    const [first, second] = story.chain.rpcUrls;
    const start = (RPC_URLS: string) => startGateway({ ...story.environment, RPC_URLS, PORT: '0' });
    await expect(start(rpcUrls([first, second]))).rejects.toThrow(
      'Sluice cannot start. RPC_URLS has no URL of the RPC provider rpc-3.',
    );
    const alias = third.url.replace('127.0.0.1', 'localhost');
    await expect(start(`${rpcUrls([first, second, third.url])},rpc-4=${alias}`)).rejects.toThrow(
      'Sluice cannot start. The RPC providers rpc-3 and rpc-4 are one',
    );
  });
});
