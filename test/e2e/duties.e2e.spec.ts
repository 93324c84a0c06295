import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { InvitationPage } from '../../src/changes/enrolments/enrolments.contract.js';
import { CoverageView } from '../../src/duties/duties.contract.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import type { Founding } from '../../sandbox/founding.js';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import { PersonClient } from '../../sandbox/person-client.js';
import { SoftAuthenticator } from '../builders/authenticator.js';
import { made, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

const SECOND_KEYS = { Tariq: mnemonicAccount(40), Ada: mnemonicAccount(41) };

/** Tariq, who asks and approves, and Ada each have a second key. */
function withSecondKeys(document: Founding): Founding {
  const people = document.people.map((each) => {
    const second = Object.entries(SECOND_KEYS).find(([name]) => name === each.name)?.[1];
    if (!second) return each;
    const key = {
      kind: 'evm' as const,
      address: second.address,
      purpose: 'confirmation' as const,
      label: 'Backup',
    };
    return { ...each, keys: [...each.keys, key] };
  });
  return { ...document, people };
}

beforeAll(async () => {
  story = await openStory({ safes: 6, founding: withSecondKeys });
});

afterAll(() => story.close());

async function byTheSecondKey(name: keyof typeof SECOND_KEYS): Promise<PersonClient> {
  const client = new PersonClient(story.origin, name, { account: SECOND_KEYS[name], owner: undefined });
  await client.signIn(sandboxChainId);
  return client;
}

describe('a second key', () => {
  it('invariant 10: does not make its person another one who could confirm what they requested', async () => {
    const id = await story.requested({ amount: '1', safe: story.freshSafe(), by: 'Tariq' });
    await story.until(id, 'awaiting-confirmation');
    const tariq = await byTheSecondKey('Tariq');
    expect(refusalOf(await tariq.confirm(id))).toEqual([403, 'SOD']);
    expect(await story.state(id)).toBe('awaiting-confirmation');
    await story.confirmed(id, ['Ada']);
    await story.until(id, 'relayed');
  });

  it('invariant 10: does not let its person ask by one and confirm by the other', async () => {
    const tariq = await byTheSecondKey('Tariq');
    const body = made(await tariq.requestTransfer(story.wish({ amount: '1', safe: story.freshSafe() })));
    const id = String(body['id']);
    await story.until(id, 'awaiting-confirmation');
    expect(refusalOf(await story.person('Tariq').confirm(id))).toEqual([403, 'SOD']);
  });

  it('invariant 10: does not let its person count twice', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    await story.confirmed(id, ['Ada']);
    const ada = await byTheSecondKey('Ada');
    expect(refusalOf(await ada.confirm(id))).toEqual([409, 'ALREADY_CONFIRMED']);
    expect(await story.state(id)).toBe('awaiting-confirmation');
  });
});

type Way = CoverageView['ways'][number];

async function coverage(query = ''): Promise<CoverageView> {
  const { status, body } = await story.person('Audrey').get(`/v1/duties/coverage${query}`);
  expect(status).toBe(200);
  return CoverageView.parse(body);
}

/** Names of each set, in an order that does not matter. */
const names = (sets: readonly (readonly { name: string }[])[]): string[] =>
  sets
    .map((set) =>
      set
        .map(({ name }) => name)
        .sort()
        .join(' '),
    )
    .sort();

const OWNERS = ['Otto', 'Odile', 'Omar', 'Oona', 'Orson'];

/** By hand: the ten ways to take three of the five owners. */
const THREE_OWNERS = [
  [0, 1, 2],
  [0, 1, 3],
  [0, 1, 4],
  [0, 2, 3],
  [0, 2, 4],
  [0, 3, 4],
  [1, 2, 3],
  [1, 2, 4],
  [1, 3, 4],
  [2, 3, 4],
].map((three) => three.map((index) => OWNERS[index] ?? ''));

/** By hand: Tessa asks and one of the treasury confirms, or Tariq asks and another one does. */
const ASK_AND_CONFIRM = [
  ['Tessa', 'Tariq'],
  ['Tessa', 'Ada'],
  ['Tessa', 'Amos'],
  ['Tariq', 'Ada'],
  ['Tariq', 'Amos'],
];

function setsWith(...others: readonly string[]): string[] {
  return names(
    ASK_AND_CONFIRM.flatMap((pair) =>
      THREE_OWNERS.map((owners) => [...pair, ...owners, ...others].map((name) => ({ name }))),
    ),
  );
}

describe('the keys of a person', () => {
  const Keys = z.looseObject({
    keys: z.array(
      z.looseObject({ id: z.string(), label: z.string().nullable(), lastUsedAt: z.string().nullable() }),
    ),
    ownerOf: z.array(z.looseObject({ safe: z.string() })),
  });
  const own = async (name: string) => Keys.parse((await story.person(name).get('/v1/sessions/current')).body);

  it('are shown with what they are called, and when an owner last signed', async () => {
    const { keys } = await own('Tariq');
    expect(keys.map(({ label }) => label)).toEqual([null, 'Backup']);
    const before = await own('Otto');
    expect(before.ownerOf.map(({ safe }) => safe)).toContain(story.firstSafe.id);
    const id = await story.relayed({ amount: '1', safe: story.freshSafe() });
    await story.signed(id);
    const [confirmation, owner] = (await own('Otto')).keys;
    expect([confirmation?.lastUsedAt, owner?.lastUsedAt]).toEqual([expect.any(String), expect.any(String)]);
    expect(before.keys[1]).toMatchObject({ purpose: 'owner', lastUsedAt: null });
  });

  it('may be passkeys, called as their person says in what is signed', async () => {
    const invited = made(
      await story
        .person('Adam')
        .post(`/v1/people/${story.personId('Tessa')}/invitations`, { purpose: 'confirmation' }),
    );
    const { token } = z.looseObject({ token: z.string() }).parse(invited);
    const tessa = story.person('Tessa');
    const options = await tessa.post('/v1/enrolments/options', { token });
    const { passkey } = z
      .looseObject({ passkey: z.looseObject({ challenge: z.string() }) })
      .parse(options.body);
    const device = new SoftAuthenticator({ origin: story.environment['PUBLIC_ORIGIN'] ?? '' });
    const key = { kind: 'passkey', registration: device.register(passkey.challenge), label: 'YubiKey 5' };
    const draft = JSON.stringify(made(await tessa.post('/v1/enrolments/drafts', { token, key })));
    expect(draft).toContain(`Enrol the passkey ${device.credentialId} called \\"YubiKey 5\\" of localhost`);
    const wrong = await tessa.post('/v1/enrolments/drafts', { token, key: { ...key, label: 'a\u202eb' } });
    expect(refusalOf(wrong).slice(1)).toEqual(['LABEL_CONFUSABLE', '/key/label']);
  });

  it('are invited in a list that names everybody and has no token', async () => {
    const invite = async (name: string) => {
      const path = `/v1/people/${story.personId(name)}/invitations`;
      const invited = made(await story.person('Adam').post(path, { purpose: 'owner' }));
      return z
        .looseObject({ token: z.string(), invitation: z.looseObject({ id: z.string() }) })
        .parse(invited);
    };
    const used = await invite('Rita');
    await story.sql('UPDATE invitation SET used_at = now() WHERE id = $1', [used.invitation.id]);
    const { token } = await invite('Ada');
    const list = async (query = ''): Promise<InvitationPage> =>
      InvitationPage.parse((await story.person('Clara').get(`/v1/invitations${query}`)).body);
    const [open, all] = [await list('?open=true'), await list()];
    expect(open.data[0]).toMatchObject({
      person: story.personId('Ada'),
      personName: 'Ada',
      createdByName: 'Adam',
      purpose: 'owner',
      state: 'open',
      usedAt: null,
    });
    expect(open.data.every(({ state }) => state === 'open')).toBe(true);
    expect(all.data[1]).toMatchObject({ personName: 'Rita', state: 'used' });
    expect(JSON.stringify([open, all])).not.toContain(token.slice(4));
    const first = await list('?limit=1');
    expect(first.nextCursor).toBe(all.data[0]?.id);
    expect((await list(`?limit=1&cursor=${first.nextCursor ?? ''}`)).data).toEqual([all.data[1]]);
    await story.sql(`UPDATE invitation SET expires_at = now() - interval '1 minute' WHERE id = $1`, [
      all.data[0]?.id,
    ]);
    expect((await list()).data[0]).toMatchObject({ personName: 'Ada', state: 'expired' });
    expect((await list('?open=true')).data.map(({ personName }) => personName)).not.toContain('Ada');
    for (const name of ['Tessa', 'Ada', 'Audrey', 'Otto'])
      expect((await story.person(name).get('/v1/invitations')).status).toBe(403);
  });
});

describe('GET /v1/duties/coverage', () => {
  const wayOf = ({ ways }: CoverageView, kind: Way['kind'], tier?: string): Way => {
    const found = ways.find((way) => way.kind === kind && way.tier?.name === tier);
    if (!found) throw new Error(`there is no way ${kind} ${String(tier)}`);
    return found;
  };
  let answer: CoverageView;

  beforeAll(async () => {
    answer = await coverage(`?safe=${story.firstSafe.id}`);
  });

  it('invariant 10: names the smallest sets of people who could move a small amount', () => {
    const way = wayOf(answer, 'tier', 'eth-small');
    expect([way.size, way.truncated, way.missing, way.unmapped]).toEqual([5, false, [], []]);
    expect(way.sets).toHaveLength(50);
    expect(names(way.sets)).toEqual(setsWith());
    expect(way.indispensable).toEqual([]);
  });

  it('invariant 10: names those for a large one, and whom they cannot do without', () => {
    const way = wayOf(answer, 'tier', 'eth-large');
    expect([way.size, way.truncated]).toEqual([6, false]);
    expect(names(way.sets)).toEqual(setsWith('Rita'));
    expect(way.indispensable.map(({ name }) => name)).toEqual(['Rita']);
  });

  it('invariant 10: names those who could do it with an exception', () => {
    expect(names(wayOf(answer, 'exception', 'eth-small').sets)).toEqual(setsWith('Clara', 'Carlos'));
    const large = wayOf(answer, 'exception', 'usd-large');
    expect(large.size).toBe(8);
    expect(names(large.sets)).toEqual(setsWith('Clara', 'Carlos', 'Rita'));
    expect(large.indispensable.map(({ name }) => name).sort()).toEqual(['Carlos', 'Clara', 'Rita']);
  });

  it('invariant 20: names the owners who need nobody else, past Sluice', () => {
    const way = wayOf(answer, 'outside');
    expect([way.size, names(way.sets)]).toEqual([
      3,
      names(THREE_OWNERS.map((three) => three.map((name) => ({ name })))),
    ]);
  });

  it('says what each of them would do', () => {
    const [set = []] = wayOf(answer, 'tier', 'eth-large').sets;
    const parts = set.flatMap((each) => each.parts.map((part) => ({ name: each.name, ...part })));
    expect(parts.filter(({ part }) => part === 'request')).toHaveLength(1);
    expect(parts.filter(({ part }) => part === 'sign')).toHaveLength(3);
    expect(parts).toContainEqual({ name: 'Rita', part: 'confirm', group: 'risk' });
    expect(parts.filter((each) => each.part === 'confirm' && each.group === 'treasury')).toHaveLength(1);
    expect(parts).toHaveLength(6);
  });

  it('says of every quorum who can fill it, and who holds several duties', () => {
    const byName = new Map(answer.quorums.map((each) => [each.name, each]));
    const can = (name: string) =>
      byName.get(name)?.groups.map((each) => [each.group, each.needed, each.can.map((one) => one.name)]);
    expect(can('tier eth-large')).toEqual([
      ['treasury', 1, ['Tariq', 'Ada', 'Amos']],
      ['risk', 1, ['Rita']],
    ]);
    expect(can('exception')).toEqual([['compliance', 2, ['Clara', 'Carlos']]]);
    expect(can('change of unfreeze')).toEqual([['governance', 2, ['Rita', 'Clara', 'Carlos', 'Adam']]]);
    expect(answer.quorums.every(({ isMet, missing }) => isMet && missing.length === 0)).toBe(true);
    expect(answer.warnings.map(({ name, kind }) => [name, kind])).toEqual([
      ['Tariq', 'requests-and-confirms'],
    ]);
    expect(answer.singlePoints).toEqual([]);
  });

  it('says who is missing when somebody leaves', async () => {
    await story.govern('person', story.personId('Rita'), () => null);
    const after = await coverage(`?safe=${story.firstSafe.id}`);
    const way = wayOf(after, 'tier', 'eth-large');
    expect([way.size, way.sets, way.missing]).toEqual([null, [], ['confirmations: 1 place stays open']]);
    expect(wayOf(after, 'tier', 'eth-small').size).toBe(5);
    const tier = after.quorums.find(({ name }) => name === 'tier eth-large');
    expect([tier?.isMet, tier?.missing]).toEqual([false, ['needs 1 of risk, 0 can']]);
  });

  it('covers every Safe if none is named, and says which are frozen', async () => {
    const safe = story.freshSafe();
    made(await story.person('Ada').post('/v1/freezes', { scope: safe.id, reason: 'x' }));
    const { ways } = await coverage();
    // Four tiers, each with its exception, and the owners alone.
    expect(ways).toHaveLength(story.safes.length * 9);
    const frozen = new Set(ways.filter((way) => way.safe.frozen).map((way) => way.safe.id));
    expect([...frozen]).toEqual([safe.id]);
  });

  it('is not for everyone, and not about a Safe that there is not', async () => {
    for (const name of ['Tessa', 'Ada', 'Otto']) {
      expect(refusalOf(await story.person(name).get('/v1/duties/coverage'))).toEqual([403, 'FORBIDDEN']);
    }
    for (const name of ['Clara', 'Adam'])
      expect((await story.person(name).get('/v1/duties/coverage')).status).toBe(200);
    const unknown = `/v1/duties/coverage?safe=${story.personId('Ada').replace('per_', 'safe_')}`;
    expect(refusalOf(await story.person('Adam').get(unknown))).toEqual([404, 'SAFE_NOT_FOUND', '/safe']);
  });
});
