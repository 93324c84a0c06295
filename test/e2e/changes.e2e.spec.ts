import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ChangeAnswerStatementView } from '../../src/changes/changes.contract.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import { PersonClient } from '../../sandbox/person-client.js';
import { made, refusalOf } from './answers.js';
import { REFUSED_DRAFTS } from './refused-drafts.js';
import { Change, requirePending, sentencesAgain } from './shown-changes.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({ safes: 3 });
});

afterAll(() => story.close());

/** Places of the governance that are open, and who could fill them. */
const missing = (have: number, ...names: readonly string[]) => ({
  ...{ group: 'governance', needed: 2, have },
  people: names.map((name) => ({ id: story.personId(name), name })),
});

const changes = (name: string) => story.person(name).changes;
const person = (name: string, roles: readonly string[], groups: readonly string[] = []): Json => ({
  name,
  roles,
  groups,
  accounts: [],
});

async function proposed(name: string, wish: { kind: string; subject?: string; content: Json }) {
  return Change.parse(made(await changes(name).propose(wish)));
}

async function shown(id: string) {
  return Change.parse((await story.person('Audrey').get(`/v1/changes/${id}`)).body);
}

async function policyWith(max: string): Promise<Json> {
  const { body } = await story.person('Clara').get('/v1/policies/current');
  const { document } = z
    .object({ document: z.looseObject({ rules: z.array(z.looseObject({ id: z.string() })) }) })
    .loose()
    .parse(body);
  const rules = document.rules.map((rule) => (rule.id === 'eth-per-transfer' ? { ...rule, max } : rule));
  return z.json().parse(JSON.parse(JSON.stringify({ ...document, rules })));
}

const version = async (): Promise<unknown> =>
  (await story.person('Clara').get('/v1/policies/current')).body['version'];

describe('a change that loosens', () => {
  it('of a destination is shown with the moment from which it can be paid', () => requirePending(story));

  it('invariant 13: waits a day after its quorum, and is not in force within the delay', async () => {
    const before = await version();
    const change = await proposed('Clara', { kind: 'policy', content: await policyWith('60') });
    expect(change).toMatchObject({ state: 'proposed', direction: 'loosens', proposerName: 'Clara' });
    expect(change.sentences.join(' ')).toContain('at most 60 ETH in one transfer');
    expect(change.missing).toEqual([missing(0, 'Rita', 'Carlos', 'Adam')]);
    expect(sentencesAgain(story, change)).toEqual(change.sentences);
    made(await changes('Carlos').approve(change.id));
    expect((await shown(change.id)).missing).toEqual([missing(1, 'Rita', 'Adam')]);
    const approved = Change.parse(made(await changes('Adam').approve(change.id)));
    expect(approved).toMatchObject({ state: 'approved', missing: [] });
    // All places are filled: nobody signs an approval that counts for nothing.
    expect(refusalOf(await changes('Rita').approve(change.id))).toEqual([409, 'QUORUM']);
    const { body } = await story.person('Rita').get(`/v1/changes/${change.id}/statement?decision=approve`);
    expect(ChangeAnswerStatementView.parse(body)).toMatchObject({
      ...{ mayAnswer: false, because: { code: 'QUORUM' } },
    });
    const waits = Date.parse(approved.activeFrom ?? '') - Date.now();
    expect(waits).toBeGreaterThan(86_000_000);
    expect(waits).toBeLessThan(86_410_000);
    expect(await version()).toBe(before);
    // THREATS H02: what it would permit is not permitted yet.
    const transfer = made(await story.request({ amount: '55', safe: story.freshSafe() }));
    expect(transfer['state']).toBe('needs-exception');
    // While it waits, anyone of its quorum may still stop it.
    const stopped = Change.parse(made(await changes('Rita').reject(change.id, 'Not this quarter')));
    expect(stopped).toMatchObject({
      state: 'rejected',
      because: `${story.personId('Rita')}: Not this quarter`,
    });
    expect(refusalOf(await changes('Carlos').approve(change.id))).toEqual([409, 'STATE_CONFLICT']);
  });

  it('invariant 10: is approved by nobody who proposed it, and by one person once', async () => {
    const { id } = await proposed('Clara', { kind: 'policy', content: await policyWith('61') });
    expect(refusalOf(await changes('Clara').approve(id))).toEqual([403, 'SOD']);
    made(await changes('Carlos').approve(id));
    expect(refusalOf(await changes('Carlos').approve(id))).toEqual([409, 'ALREADY_CONFIRMED']);
    // Of none of its groups: told who is asked.
    const outside = await changes('Ada').approve(id);
    expect(refusalOf(outside)).toEqual([403, 'FORBIDDEN']);
    expect(outside.body['detail']).toBe('this change is approved by 2 of governance');
    expect(refusalOf(await changes('Carlos').withdraw(id, 'No'))).toEqual([403, 'FORBIDDEN']);
    expect(Change.parse(made(await changes('Clara').withdraw(id, 'A mistake'))).state).toBe('withdrawn');
  });

  it('invariant 10: of a person is not approved by that person', async () => {
    const rita = story.personId('Rita');
    const content = person('Rita', ['approver', 'compliance'], ['risk', 'governance']);
    const { id, direction } = await proposed('Adam', { kind: 'person', subject: rita, content });
    expect(direction).toBe('loosens');
    expect(refusalOf(await changes('Rita').approve(id))).toEqual([403, 'SOD']);
    made(await changes('Adam').withdraw(id, 'Enough'));
  });

  it('invariant 8: takes no approval of another change, another person, another decision or long ago', async () => {
    const one = await proposed('Clara', { kind: 'policy', content: await policyWith('62') });
    const other = await proposed('Carlos', { kind: 'policy', content: await policyWith('63') });
    const signed = async (id: string, name: string, query: string) => {
      const { body } = await story.person(name).get(`/v1/changes/${id}/statement?${query}`);
      const {
        digest: hash,
        at,
        head,
      } = z.looseObject({ digest: z.custom<`0x${string}`>(), at: z.string(), head: z.string() }).parse(body);
      return { at, head, signature: await story.account(name).sign({ hash }) };
    };
    const bring = async (answer: object, name = 'Adam') =>
      refusalOf(await story.person(name).post(`/v1/changes/${one.id}/answers`, answer));
    const binding = [422, 'APPROVAL_BINDING', '/signature'];
    const ofOther = await signed(other.id, 'Adam', 'decision=approve');
    expect(await bring({ decision: 'approve', ...ofOther })).toEqual(binding);
    const ofRita = await signed(one.id, 'Rita', 'decision=approve');
    expect(await bring({ decision: 'approve', ...ofRita })).toEqual(binding);
    const rejection = await signed(one.id, 'Adam', 'decision=reject&reason=No');
    expect(await bring({ decision: 'approve', ...rejection })).toEqual(binding);
    expect(await bring({ decision: 'reject', reason: 'Nope', ...rejection })).toEqual(binding);
    const genuine = await signed(one.id, 'Adam', 'decision=approve');
    expect(await bring({ decision: 'approve', ...genuine, at: '2026-01-01T00:00:00Z' })).toEqual([
      422,
      'EXPIRED',
      '/at',
    ]);
    made(await changes('Clara').withdraw(one.id, 'Done'));
    made(await changes('Carlos').withdraw(other.id, 'Done'));
  });
});

describe('a change that tightens', () => {
  it('invariant 13: is in force at once, for transfers in flight too, and voids what was proposed for the version before', async () => {
    const looser = await proposed('Clara', { kind: 'policy', content: await policyWith('70') });
    const flight = await story.awaiting({ amount: '9', safe: story.freshSafe() });
    const tighter = await proposed('Carlos', { kind: 'policy', content: await policyWith('5') });
    expect(tighter).toMatchObject({ state: 'proposed', direction: 'tightens' });
    expect(Change.parse(made(await changes('Adam').approve(tighter.id)))).toMatchObject({ state: 'active' });
    expect(await shown(looser.id)).toMatchObject({
      state: 'superseded',
      because: 'another change of the same object came first',
    });
    await story.person('Ada').confirm(flight);
    await until(
      'the transfer in flight to be held to it',
      async () => (await story.state(flight)) === 'refused',
    );
  });

  it('invariant 13: removes a person at once, by one signature, with their sessions', async () => {
    const amos = story.personId('Amos');
    expect((await story.person('Amos').get('/v1/transfers')).status).toBe(200);
    const change = await proposed('Adam', { kind: 'person', subject: amos, content: null });
    expect(change).toMatchObject({ state: 'active', direction: 'tightens' });
    expect(refusalOf(await story.person('Amos').get('/v1/transfers'))).toEqual([401, 'UNAUTHENTICATED']);
    const types = (await story.audited(change.id)).map(({ type }) => type);
    expect(types).toEqual(['change.drafted', 'change.proposed', 'change.activated']);
  });
});

describe('two changes of one version', () => {
  it('invariant 13: that race: one becomes active, the other nothing', async () => {
    const [safe] = story.founding.destinations;
    const id = safe?.id ?? '';
    const [one, other] = await Promise.all(
      ['Clara', 'Carlos'].map((name) =>
        changes(name).propose({ kind: 'destination', subject: id, content: null }),
      ),
    );
    const outcomes = [one, other].map((reply) => [
      reply?.status,
      reply?.body['code'] ?? reply?.body['state'],
    ]);
    expect(outcomes).toContainEqual([201, 'active']);
    expect(outcomes.filter(([status]) => status === 201)).toHaveLength(1);
  });
});

describe('an enrolment', () => {
  const newKey = mnemonicAccount(60);

  async function invited(name: string): Promise<string> {
    const body = made(
      await story
        .person('Adam')
        .post(`/v1/people/${story.personId(name)}/invitations`, { purpose: 'confirmation' }),
    );
    return z.looseObject({ token: z.string() }).parse(body).token;
  }

  it('invariant 8: counts only after its quorum and its cooling-off, and says that it is a recovery (THREATS H11)', async () => {
    const token = await invited('Ada');
    const change = Change.parse(made(await changes('Ada').enrol(token, newKey, 'YubiKey 5')));
    expect(change.sentences[0]).toContain(`${newKey.address} called "YubiKey 5" for "Ada"`);
    expect(change).toMatchObject({ state: 'proposed', isRecovery: true, subject: newKey.address });
    expect(change.sentences.join(' ')).toContain('approve it only after having asked them in person');
    const types = (await story.audited(story.personId('Ada'))).map(({ type }) => type);
    expect(types).toContain('person.recovery-begun');
    const alerts = await story.person('Tessa').get('/v1/alerts');
    expect(JSON.stringify(alerts.body)).toContain(change.id);
    // Who invited is as good as the owner of the key, and does not approve it.
    expect(refusalOf(await changes('Adam').approve(change.id))).toEqual([403, 'SOD']);
    made(await changes('Clara').approve(change.id));
    expect(Change.parse(made(await changes('Carlos').approve(change.id))).state).toBe('approved');
    const stranger = new PersonClient(story.origin, 'Ada with the new key', {
      account: newKey,
      owner: undefined,
    });
    await expect(stranger.signIn(31_337)).rejects.toThrow('SIGN_IN_FAILED');
  });

  it('is begun by an invitation once, and by nobody without one', async () => {
    const token = await invited('Tariq');
    const [first, second] = await Promise.all([
      changes('Tariq').enrol(token, mnemonicAccount(61)),
      changes('Tariq').enrol(token, mnemonicAccount(62)),
    ]);
    expect([first.status, second.status].sort()).toEqual([201, 404]);
    expect(refusalOf(await changes('Tariq').enrol(token, mnemonicAccount(63)))).toEqual([
      404,
      'INVITATION_INVALID',
    ]);
    const guessed = `sli_${'A'.repeat(43)}`;
    expect(refusalOf(await changes('Tariq').enrol(guessed, mnemonicAccount(63)))).toEqual([
      404,
      'INVITATION_INVALID',
    ]);
  });

  it('is not signed by another key than the one that it enrols', async () => {
    const token = await invited('Rita');
    const drafted = made(
      await story
        .person('Rita')
        .post('/v1/enrolments/drafts', { token, key: { kind: 'evm', address: mnemonicAccount(64).address } }),
    );
    const { change, statement } = z
      .looseObject({
        change: z.looseObject({ id: z.string() }),
        statement: z.looseObject({ at: z.string(), head: z.string(), digest: z.custom<`0x${string}`>() }),
      })
      .parse(drafted);
    const signature = await mnemonicAccount(65).sign({ hash: statement.digest });
    const reply = await story
      .person('Rita')
      .post('/v1/enrolments', { token, id: change.id, at: statement.at, head: statement.head, signature });
    expect(refusalOf(reply)).toEqual([422, 'APPROVAL_BINDING', '/signature']);
  });

  it('invariant 10: takes no key of somebody else, and invites nobody themself', async () => {
    const token = await invited('Carlos');
    expect(refusalOf(await changes('Carlos').enrol(token, story.account('Clara')))).toEqual([
      409,
      'CHANGE_CONFLICT',
    ]);
    const self = await story
      .person('Adam')
      .post(`/v1/people/${story.personId('Adam')}/invitations`, { purpose: 'confirmation' });
    expect(refusalOf(self)).toEqual([403, 'SOD']);
  });
});

describe('a draft', () => {
  it.each(REFUSED_DRAFTS)(
    'with %s is refused before anybody signs, with each place',
    async (_case, kind, wish, pointers) => {
      const [status, code, ...places] = refusalOf(await changes('Adam').draft(wish));
      expect([status, code]).toEqual([422, kind]);
      expect(places).toEqual(pointers);
    },
  );

  it('is made by whoever may propose it, and proposed by nobody else', async () => {
    expect(
      refusalOf(await changes('Tessa').draft({ kind: 'policy', content: await policyWith('1') })),
    ).toEqual([403, 'FORBIDDEN']);
    const drafted = made(await changes('Clara').draft({ kind: 'policy', content: await policyWith('64') }));
    const { change, statement } = z
      .looseObject({
        change: z.looseObject({ id: z.string() }),
        statement: z.looseObject({ at: z.string(), head: z.string(), digest: z.custom<`0x${string}`>() }),
      })
      .parse(drafted);
    const signature = await story.account('Carlos').sign({ hash: statement.digest });
    const body = { id: change.id, at: statement.at, head: statement.head, signature };
    expect(refusalOf(await story.person('Carlos').post('/v1/changes', body))).toEqual([
      404,
      'CHANGE_NOT_FOUND',
    ]);
    expect(refusalOf(await story.person('Clara').post('/v1/changes', body))).toEqual([
      422,
      'APPROVAL_BINDING',
      '/signature',
    ]);
  });
});
