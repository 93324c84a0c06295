import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AttackRequest, attackRequests } from '../builders/attack-requests.js';
import { Browser, type Received } from './browser.js';
import { openStory } from './story.js';
import { type StorySteps, made, refusalOf } from './story-steps.js';

let story: StorySteps;
let tessa: Browser;
let request: Readonly<Record<string, string>>;

beforeAll(async () => {
  story = await openStory();
  tessa = await Browser.of(story, 'Tessa');
  request = await story.person('Tessa').signedRequest(story.wish({ amount: '1', asset: 'usd' }));
});

afterAll(() => story.close());

const post = (body: string, headers: Record<string, string> = {}): Promise<Received> =>
  tessa.post('/v1/transfers', body, { 'idempotency-key': randomUUID(), ...headers });

/** A good request's JSON, without some members, and with text before its last brace. */
function bodyWith(members: string, without: readonly string[] = []): string {
  const kept = Object.fromEntries(Object.entries(request).filter(([name]) => !without.includes(name)));
  return `${JSON.stringify(kept).slice(0, -1)}${members}}`;
}

function attack(id: string): AttackRequest {
  const found = attackRequests.find((each) => each.id === id);
  if (!found) throw new Error(`there is no ${id} in the corpus`);
  return found;
}

describe('a body that is not what it seems', () => {
  let before: unknown;

  beforeEach(async () => {
    before = await story.sql('SELECT count(*) FROM transfer');
  });

  afterEach(async () => {
    expect(await story.sql('SELECT count(*) FROM transfer')).toEqual(before);
  });

  it.each([
    { id: 'JS-03', pointers: ['/__proto__'] },
    { id: 'JS-04', pointers: ['/constructor'] },
    { id: 'JS-05', pointers: ['/status', '/approvals'] },
    { id: 'JS-23', pointers: ['/chainId'] },
  ])('is refused: $id', async ({ id, pointers }) => {
    const { code, members } = attack(id);
    expect(refusalOf(await post(bodyWith(members)))).toEqual([422, code, ...pointers]);
  });

  it('is refused with a destination twice: JS-02', async () => {
    const { code } = attack('JS-02');
    const evil = ',"destination":"dst_01a20000-0000-7000-8000-000000000bad"';
    expect(refusalOf(await post(bodyWith(evil)))).toEqual([422, code, '/destination']);
  });

  it('is refused with a line break in the reference: JS-21', async () => {
    const { code, members } = attack('JS-21');
    expect(refusalOf(await post(bodyWith(members, ['reference'])))).toEqual([422, code, '/reference']);
  });

  it.each(['to', 'data', 'operation', 'nonce', 'gasToken', 'safeTxGas', 'calldata', 'id', 'state'])(
    'invariant 1: is refused with %s in it',
    async (member) => {
      const answer = await post(bodyWith(`,"${member}":"0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334"`));
      expect(refusalOf(answer)).toEqual([422, 'BODY_SCHEMA', `/${member}`]);
    },
  );

  it.each(['JS-15', 'JS-17'])('names no address at intake, and is strict where it does: %s', async (id) => {
    const { code, address } = attack(id);
    expect(refusalOf(await post(bodyWith(`,"to":${JSON.stringify(address)}`)))).toEqual([
      422,
      'BODY_SCHEMA',
      '/to',
    ]);
    const path = '/v1/transfers/tr_01a20000-0000-7000-8000-000000000000/owner-signatures';
    const signature = `0x${'11'.repeat(65)}`;
    const reply = await story.person('Otto').post(path, { owner: address, signature });
    expect(refusalOf(reply)).toEqual([422, code, '/owner']);
  });

  it.each([
    ['too deep', `,"x":${'['.repeat(17)}${']'.repeat(17)}`, 400, 'BODY_TOO_DEEP'],
    ['too large', `,"x":"${'x'.repeat(70_000)}"`, 413, 'BODY_TOO_LARGE'],
    ['cut off', ',"x":', 400, 'BODY_NOT_JSON'],
    ['not UTF-16 well-formed', String.raw`,"x":"\ud800"`, 422, 'BODY_SCHEMA'],
  ])('is refused when it is %s', async (_, members, status, code) => {
    expect(refusalOf(await post(bodyWith(members))).slice(0, 2)).toEqual([status, code]);
  });

  it('is refused when it is called something else than JSON', async () => {
    const answer = await post(bodyWith(''), { 'content-type': 'text/plain' });
    expect(refusalOf(answer)).toEqual([415, 'CONTENT_TYPE']);
  });
});

describe('an amount', () => {
  it.each([
    ...['"1e3"', '"1E3"', '"+1"', '"-1"', '"1,000"', '"1_000"', '"1 000"', '" 1"', '"1\\n"', '"１０"', '"١"'],
    ...['""', '"."', '"1."', '".5"', '"01"', '"00.1"', '"0x10"', '"1.0000000"', '"Infinity"', '"NaN"', '"1n"'],
    ...[`"1${'0'.repeat(78)}"`, `"${'9'.repeat(78)}"`],
  ])('invariant 22: is refused as %s', async (amount) => {
    const answer = await post(bodyWith(`,"amount":${amount}`, ['amount']));
    expect(refusalOf(answer)).toEqual([422, 'AMOUNT_FORMAT', '/amount']);
  });

  it.each(['1', '1.5', '1e3', '-0', 'null', 'true', '["1"]', '{"value":"1"}'])(
    'invariant 22: is refused as %s, which is no text',
    async (amount) => {
      const answer = await post(bodyWith(`,"amount":${amount}`, ['amount']));
      expect(refusalOf(answer)).toEqual([422, 'BODY_SCHEMA', expect.stringMatching(/^\/amount/)]);
    },
  );

  it.each(['0', '0.0', '0.000000'])('is refused as %s, with the reason AMOUNT_ZERO', async (amount) => {
    const { body } = await story.request({ amount, asset: 'usd' });
    expect(JSON.stringify(body)).toContain('AMOUNT_ZERO');
    expect(body['state'] ?? 'refused').toBe('refused');
  });

  it('invariant 22: keeps the last of its decimals', async () => {
    const reply = await story.request({ amount: '0.000001', asset: 'usd' });
    expect(made(reply)).toMatchObject({ amount: '0.000001', amountUnits: '1' });
  });
});

it('takes a formula in a reference as the text that it is: JS-20', async () => {
  const { reference } = JSON.parse(`{${attack('JS-20').members.slice(1)}}`) as { reference: string };
  const reply = await story.request({ amount: '1', asset: 'usd', reference });
  expect(made(reply)['reference']).toBe(reference);
});
