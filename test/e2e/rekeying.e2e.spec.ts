import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TypedDataDefinition } from 'viem';
import { z } from 'zod';
import { newId } from '../../src/infra/database/new-id.js';
import { FindingPage } from '../../src/safe-api/findings/findings.contract.js';
import { LimitPage } from '../../src/dry-runs/limits/limits.contract.js';
import { withPerson, withoutDelays } from '../builders/founding.js';
import { Folder } from '../builders/sluice-command.js';
import { made, refusalOf } from './answers.js';
import { RegisterEdits } from './register-edits.js';
import { sluiceHere } from './command-line.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
/** Everything that tells destination or amount of the transfers here, in any spelling. */
let telling: RegExp;

beforeAll(async () => {
  story = await openStory({
    safes: 17,
    founding: (document) => {
      // Amos also reads the log, Carlos is of compliance and confirms too: each role of theirs would show everything.
      const withAmos = withPerson(document, 'Amos', { roles: ['approver', 'auditor'] });
      const withCarlos = withPerson(withAmos, 'Carlos', { roles: ['compliance', 'approver'] });
      const { policy } = withCarlos;
      const tiers = policy.tiers.map((tier) => (tier.name === 'eth-large' ? { ...tier, rekey: true } : tier));
      return withoutDelays({ ...withCarlos, policy: { ...policy, tiers } });
    },
  });
  const { id, address } = story.destination();
  const amounts = ['11 ETH', '"11"', '11000000000000000000'];
  telling = new RegExp([id, address.slice(2), 'Hot wallet', 'Send ', ...amounts].join('|'), 'i');
});

afterAll(() => story.close());

const ticket = (amount = '11') => ({
  destinationEnding: story.destination().address.slice(-8).toLowerCase(),
  amount,
});
const largeOne = () => story.awaiting({ amount: '11', safe: story.freshSafe() });

/** What the answers of the API about one transfer, all that this person can read, tell of destination or amount. */
async function told(name: string, id: string): Promise<string | undefined> {
  const person = story.person(name);
  const { safe } = z.looseObject({ safe: z.looseObject({ id: z.string() }) }).parse(await story.show(id));
  await story.integrated();
  const [entry] = await story.sql('SELECT index FROM audit_entry WHERE subject = $1 LIMIT 1', [id]);
  const paths = [
    `/v1/transfers/${id}`,
    `/v1/transfers?safe=${safe.id}`,
    `/v1/transfers/${id}/clearance?reason=no`,
    `/v1/transfers/${id}/signature-request`,
    `/v1/transfers/${id}/simulations/${await simulationOf(id)}`,
    `/v1/audit-entries?subject=${id}&limit=200`,
    `/v1/audit-entries/${String(entry?.['index'])}`,
    '/v1/exceptions',
  ];
  const replies = await Promise.all(paths.map((path) => person.get(path)));
  return telling.exec(replies.map(({ body }) => JSON.stringify(body)).join('\n'))?.[0];
}

async function simulationOf(id: string): Promise<string> {
  const { simulations } = z
    .looseObject({ simulations: z.array(z.looseObject({ id: z.string() })) })
    .parse(await story.show(id));
  return simulations[0]?.id ?? '';
}

async function revised(id: string, revision: number): Promise<void> {
  await until(`revision ${String(revision)}`, async () => {
    const shown = z.looseObject({ state: z.string(), revision: z.int() }).parse(await story.show(id));
    return shown.state === 'awaiting-confirmation' && shown.revision === revision;
  });
}

/** What exports of one transfer in every format that has its details tell of destination or amount. */
async function exported(name: string, id: string): Promise<string | undefined> {
  const person = story.person(name);
  await story.integrated();
  const files: string[] = [];
  for (const format of ['jsonl', 'csv', 'ocsf']) {
    const { body } = await person.post('/v1/audit-exports', { format, filter: { transfer: id } });
    const path = `/v1/audit-exports/${String(body['id'])}`;
    await until('the export', async () => (await person.get(path)).body['status'] === 'done');
    files.push(await person.download(`${path}/file`));
  }
  return telling.exec(files.join('\n'))?.[0];
}

/** The same by the command line: hidden, entered wrongly, entered as the ticket says, and then confirmed. */
async function rekeyedByCommands(id: string): Promise<void> {
  const folder = new Folder();
  const home = { XDG_STATE_HOME: folder.path, SLUICE_URL: story.origin };
  const ada = (...args: readonly string[]) => sluiceHere(home, [...args, '--as', 'Ada']);
  try {
    const [shown, ...lists] = [
      await ada('transfer', 'show', id),
      await ada('inbox'),
      await ada('transfer', 'list'),
    ];
    expect([shown, ...lists].map(({ code }) => code)).toEqual([0, 0, 0]);
    // Other transfers of this story are shown whole beside it.
    const rows = lists.map(({ out }) => out.split('\n').filter((line) => line.includes(id)));
    expect(rows.map(({ length }) => length)).toEqual([1, 1]);
    expect([shown.out, ...rows.flat()].join('\n')).not.toMatch(telling);
    const unseen = await ada('confirm', id, '--yes');
    expect([unseen.code, unseen.err]).toEqual([2, expect.stringContaining('attempts left: 3')]);
    const entry = (ending: string) => ['--destination-ending', ending, '--amount', '11'];
    const wrong = await ada('confirm', id, '--yes', ...entry('00000000'));
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/REKEY_MISMATCH.*attempts left: 2/s)]);
    expect(wrong.err).not.toMatch(telling);
    const ending = ticket().destinationEnding;
    const right = await sluiceHere(home, ['confirm', id, '--as', 'Ada'], [ending, '11', 'y']);
    expect([right.code, right.err]).toEqual([
      0,
      expect.stringMatching(/attempts left: 2$.*^Amount +11 ETH/ms),
    ]);
    const again = await ada('confirm', id, '--yes');
    expect([again.code, again.err]).toEqual([5, expect.stringContaining('ALREADY_CONFIRMED')]);
  } finally {
    folder.remove();
  }
}

describe('in a tier that asks for re-keying', () => {
  it.each(['Ada', 'Rita', 'Tariq', 'Amos', 'Carlos'])(
    '%s sees neither destination nor amount anywhere before',
    async (name) => {
      const id = await largeOne();
      expect(await told(name, id)).toBeUndefined();
      const { body } = await story.person(name).get(`/v1/transfers/${id}`);
      expect(body).toMatchObject({ masked: true, destination: null, amount: null, words: null });
      const reply = await story.person(name).get(`/v1/transfers/${id}/clearance`);
      expect(reply.body).toMatchObject({
        ...{ masked: true, confirm: null, words: null },
        rekeying: { standing: 'open', attemptsLeft: 3 },
      });
      await story.person('Tessa').post(`/v1/transfers/${id}/cancel`, { reason: 'It was for show' });
      expect(await told(name, id)).toBeDefined();
    },
  );

  it.each(['Tessa', 'Clara', 'Audrey', 'Adam', 'Otto'])(
    '%s, who confirms nothing, sees all of it',
    async (name) => {
      const id = await story.requested({ amount: '11' });
      expect(JSON.stringify((await story.person(name).get(`/v1/transfers/${id}`)).body)).toMatch(telling);
      await story.person('Tessa').post(`/v1/transfers/${id}/cancel`, { reason: 'It was for show' });
    },
  );

  it('an export of the log tells Amos nothing either, and others all of it', async () => {
    const id = await largeOne();
    expect(await exported('Amos', id)).toBeUndefined();
    expect(await exported('Audrey', id)).toBeDefined();
  });

  it('the requester sees their own, and whoever may confirm it does not while it still waits for its turn', async () => {
    const safe = story.freshSafe();
    await story.requested({ amount: '1', safe });
    const id = await story.requested({ amount: '11', safe, by: 'Tariq' });
    expect(await told('Tariq', id)).toBeDefined();
    expect((await story.person('Ada').get(`/v1/transfers/${id}`)).body).toMatchObject({ masked: true });
    expect(refusalOf(await story.person('Tariq').rekey(id, ticket()))).toEqual([403, 'SOD']);
  });

  it('whoever enters both from the ticket sees them, alone and for that revision, and can confirm it', async () => {
    const id = await largeOne();
    const shown = made(await story.person('Ada').rekey(id, { ...ticket('11.00'), ...ticket('11.00') }));
    expect(shown).toMatchObject({ masked: false, amount: '11' });
    expect(await told('Ada', id)).toBeDefined();
    expect(await told('Rita', id)).toBeUndefined();
    const clearance = async (name: string) =>
      (await story.person(name).get(`/v1/transfers/${id}/clearance`)).body;
    expect(await clearance('Ada')).toMatchObject({ mayAnswer: true, because: null });
    expect(await clearance('Rita')).toMatchObject({
      mayAnswer: false,
      because: { code: 'REKEY_REQUIRED' },
    });
    await story.confirmed(id, ['Ada']);
    expect(refusalOf(await story.person('Ada').rekey(id, ticket()))).toEqual([409, 'STATE_CONFLICT']);

    await new RegisterEdits(story).policy((document) => document);
    await story.hurry('recheck', id);
    await revised(id, 2);
    expect((await story.person('Ada').get(`/v1/transfers/${id}`)).body).toMatchObject({ masked: true });
    made(await story.person('Ada').rekey(id, ticket()));
    made(await story.person('Rita').rekey(id, ticket()));
    await story.confirmed(id, ['Ada', 'Rita']);
    await story.until(id, 'relayed');
    // Nobody can confirm it any more: there is nothing to keep from anybody.
    expect(await told('Amos', id)).toBeDefined();
  });

  it('a confirmation without it is refused, though the signature is genuine', async () => {
    const id = await largeOne();
    const { body } = await story.person('Audrey').get(`/v1/transfers/${id}/clearance`);
    const { confirm } = z.looseObject({ confirm: z.looseObject({ typedData: z.unknown() }) }).parse(body);
    const signature = await story.account('Ada').signTypedData(confirm.typedData as TypedDataDefinition);
    const reply = await story
      .person('Ada')
      .post(`/v1/transfers/${id}/confirmations`, { decision: 'confirm', revision: 1, signature });
    expect(refusalOf(reply)).toEqual([403, 'REKEY_REQUIRED']);
    // What is left of a limit would tell the amount.
    expect(refusalOf(await story.person('Ada').get('/v1/limits'))).toEqual([403, 'REKEY_REQUIRED']);
    const { status, body: limits } = await story.person('Tessa').get('/v1/limits?limit=200');
    const held = LimitPage.parse(limits).data.filter(({ reserved }) => reserved !== '0');
    expect([status, held.length > 0]).toEqual([200, true]);
  });

  it('three wrong entries end it for that person and revision, are in the log, and say only that they do not match', async () => {
    const id = await largeOne();
    const wrong = [
      { ...ticket(), destinationEnding: '00000000' },
      ticket('11.000000000000000000001'),
      { destinationEnding: 'ffffffff', amount: '12' },
    ];
    const replies = [];
    for (const each of wrong) replies.push(await story.person('Ada').rekey(id, each));
    expect(replies.map(refusalOf)).toEqual([
      [422, 'REKEY_MISMATCH'],
      [422, 'REKEY_MISMATCH'],
      [403, 'REKEY_FAILED'],
    ]);
    expect(replies[0]?.body['detail']).toBe(replies[1]?.body['detail']);
    expect(JSON.stringify(replies.map(({ body }) => body))).not.toMatch(telling);
    expect(refusalOf(await story.person('Ada').rekey(id, ticket()))).toEqual([403, 'REKEY_FAILED']);
    const entries = (await story.audited(id)).filter(({ type }) => type === 'transfer.rekeyed');
    expect(entries.map(({ detail }) => [detail['matched'], detail['entered']])).toEqual(
      wrong.map((each) => [false, each]),
    );
    // She cannot confirm, but she can say no, and others can go on.
    const { body } = await story.person('Audrey').get(`/v1/transfers/${id}/clearance`);
    const { confirm } = z.looseObject({ confirm: z.looseObject({ typedData: z.unknown() }) }).parse(body);
    const signature = await story.account('Ada').signTypedData(confirm.typedData as TypedDataDefinition);
    const forced = await story
      .person('Ada')
      .post(`/v1/transfers/${id}/confirmations`, { decision: 'confirm', revision: 1, signature });
    expect(refusalOf(forced)).toEqual([403, 'REKEY_FAILED']);
    expect((await story.person('Ada').get(`/v1/transfers/${id}/clearance`)).body).toMatchObject({
      ...{ rekeying: { standing: 'failed' }, mayAnswer: false, because: { code: 'REKEY_FAILED' } },
    });
    made(await story.person('Tariq').rekey(id, ticket()));
    expect(made(await story.person('Ada').reject(id, 'The ticket says something else'))).toMatchObject({
      state: 'rejected',
    });
  });

  it('what people noted about a finding of it is hidden with it, in the list and in the log', async () => {
    const id = await largeOne();
    const { safe } = z.looseObject({ safe: z.looseObject({ id: z.string() }) }).parse(await story.show(id));
    const finding = newId('fnd');
    await story.sql(
      `INSERT INTO finding (id, code, safe_id, transfer_id, detail, created_at)
       VALUES ($1, 'SIG_MISMATCH', $2, $3, '{}', now())`,
      [finding, safe.id, id],
    );
    const note = 'Checked: 11 ETH, as the ticket says';
    made(await story.person('Tessa').post(`/v1/findings/${finding}/acknowledgements`, { note }));
    await story.integrated();
    const notes = async (name: string) => {
      const { body } = await story.person(name).get(`/v1/findings?safe=${safe.id}`);
      const { data } = FindingPage.parse(body);
      return data.flatMap(({ acknowledgements }) => acknowledgements.map((each) => each.note));
    };
    const logged = async (name: string) => {
      const { body } = await story.person(name).get('/v1/audit-entries?type=finding.acknowledged');
      return JSON.stringify(body).includes(note);
    };
    expect([await notes('Amos'), await logged('Amos')]).toEqual([[''], false]);
    expect([await notes('Tessa'), await logged('Audrey')]).toEqual([[note], true]);
    made(await story.person('Amos').rekey(id, ticket()));
    expect([await notes('Amos'), await logged('Amos')]).toEqual([[note], true]);
    const [entry] = (await story.audited(id)).filter(({ type }) => type === 'finding.acknowledged');
    expect(entry?.detail).toEqual({ code: 'SIG_MISMATCH', note, finding });
  });

  it('racing entries of one person are counted one after another', async () => {
    const id = await largeOne();
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => story.person('Rita').rekey(id, ticket('12'))),
    );
    const codes = replies.map(({ body }) => String(body['code'])).sort();
    expect(codes).toEqual([...Array<string>(4).fill('REKEY_FAILED'), 'REKEY_MISMATCH', 'REKEY_MISMATCH']);
    expect((await story.audited(id)).filter(({ type }) => type === 'transfer.rekeyed')).toHaveLength(3);
  });

  it('takes eight digits and an amount, and nothing that is neither; so does the command line', async () => {
    const id = await largeOne();
    const send = (change: object) => story.person('Ada').rekey(id, { ...ticket(), ...change });
    expect(refusalOf(await send({ destinationEnding: 'zzzzzzzz' }))).toEqual([
      ...[422, 'BODY_SCHEMA', '/destinationEnding'],
    ]);
    expect(refusalOf(await send({ amount: '1e3' }))).toEqual([422, 'AMOUNT_FORMAT', '/amount']);
    expect(refusalOf(await send({ revision: 2 }))).toEqual([409, 'REVISION_STALE', '/revision']);
    expect(refusalOf(await story.person('Tessa').rekey(id, ticket()))).toEqual([403, 'FORBIDDEN']);
    expect((await story.person('Ada').get(`/v1/transfers/${id}/clearance`)).body).toMatchObject({
      rekeying: { attemptsLeft: 3 },
    });
    await rekeyedByCommands(id);
  });

  it('an officer of compliance who may confirm it enters it before excepting it', async () => {
    const held = await story.requested({ amount: '80' }, 'needs-exception');
    const terms = { rule: 'eth-per-transfer', ceiling: '80', reason: 'Settlement', ticket: 'OPS-9' };
    const { expiresAt } = z.looseObject({ expiresAt: z.string() }).parse(await story.show(held));
    const query = new URLSearchParams({ ...terms, expiresAt }).toString();
    const path = `/v1/transfers/${held}/exception-statement?${query}`;
    expect(refusalOf(await story.person('Carlos').get(path))).toEqual([403, 'REKEY_REQUIRED']);
    made(await story.person('Carlos').rekey(held, ticket('80')));
    expect((await story.person('Carlos').get(path)).status).toBe(200);
    made(await story.person('Carlos').except(held, terms));
  });
});

it('a tier that does not ask for it knows no re-keying', async () => {
  const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
  expect(refusalOf(await story.person('Ada').rekey(id, ticket('1')))).toEqual([409, 'STATE_CONFLICT']);
  expect((await story.person('Ada').get(`/v1/transfers/${id}`)).body).toMatchObject({
    masked: false,
    amount: '1',
  });
  await story.confirmed(id, ['Ada']);
});
