import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { z } from 'zod';
import { KeptFiles } from '../../src/client/gateway/kept-files.js';
import { PATH_WITH_CAST, castSigner, keystoreOf } from '../builders/cast.js';
import { Folder } from '../builders/sluice-command.js';
import { burntByCommands } from './command-line-burning.js';
import { governedByCommands } from './command-line-governing.js';
import { type Ended, type Home, keyOf, sluiceHere, sluiceProcess } from './command-line.js';
import { LIES, OTHER_BURN, actsOn } from './command-line-lies.js';
import { CancelStory } from './cancel-story.js';
import { lyingGateway } from './lying-gateway.js';
import { approvedByItsPage, movedByTheReadme } from './readme-commands.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

const REFERENCE = 'Refill, TICKET-1';
const Id = z.looseObject({ id: z.string(), state: z.string() });
const Typed = z.looseObject({ digest: z.string() });

const folder = new Folder();
let story: StorySteps;
let home: Home;
let liar: Awaited<ReturnType<typeof lyingGateway>>;

beforeAll(async () => {
  story = await openStory({ safes: 6 });
  liar = await lyingGateway(story.origin);
  home = {
    XDG_STATE_HOME: `${folder.path}/state`,
    XDG_CONFIG_HOME: `${folder.path}/config`,
    SLUICE_URL: story.origin,
  };
});

afterAll(async () => {
  folder.remove();
  await liar.stop();
  await story.close();
});

/** Ends as it should, and gives its one JSON answer. */
function answered({ code, out, err }: Ended): z.output<typeof Id> {
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return Id.parse(JSON.parse(out));
}

const withCast = (): Home => ({ ...home, PATH: PATH_WITH_CAST });
const castOf = (name: string) => castSigner(keyOf(story.account(name)), folder);

async function digestOf(name: string, path: string): Promise<string> {
  const { body } = await story.person(name).get(path);
  const shown = z
    .looseObject({
      confirm: Typed.optional(),
      digests: z.looseObject({ eip712Digest: z.string() }).optional(),
    })
    .parse(body);
  return shown.confirm?.digest ?? shown.digests?.eip712Digest ?? '';
}

describe('money moved by the command line alone', () => {
  it('goes from request to settled: a script, a demo person, a keystore, and a signer of one’s own', async () => {
    const wish = [
      'transfer',
      'request',
      '2.5',
      'ETH',
      '--from',
      'Cold 1',
      '--to',
      'hot wallet 1',
      '--reference',
      REFERENCE,
    ];
    // Nobody is there to be asked: it says by which options a script signs just this.
    const first = await sluiceProcess(home, [...wish, '--as', 'Tessa']);
    expect([first.code, first.out]).toEqual([2, '']);
    const again = /^ {2}(--salt=\S+) (--expires=\S+) (--yes=\S+)$/m.exec(first.err)?.slice(1) ?? [];
    expect(first.err).toMatch(/^Dest\. address +0x 1BcB 8e56 9Eed Ab46 68e5 5145 Cfea f190 902d 3CF2$/m);
    const { id } = answered(await sluiceProcess(home, [...wish, '--as', 'Tessa', '--json', ...again]));
    const watching = sluiceProcess(home, [
      'transfer',
      'watch',
      REFERENCE,
      '--as',
      'Tessa',
      '--json',
      '--timeout',
      '5m',
    ]);

    const { file, passphrase } = keystoreOf(keyOf(story.account('Ada')), folder);
    const opened = await sluiceProcess(
      home,
      ['login', '--keystore', file, '--passphrase-fd', '3'],
      passphrase,
    );
    expect([opened.code, opened.out]).toEqual([0, `Ada is signed in at ${story.origin}.\n`]);
    await story.until(id, 'awaiting-confirmation');
    const yes = await digestOf('Ada', `/v1/transfers/${id}/clearance`);
    // The keystore is that of the session, and the transfer the only one that waits.
    const confirmed = ['confirm', '--person', 'Ada', '--passphrase-fd', '3', `--yes=${yes}`, '--json'];
    expect(answered(await sluiceProcess(home, confirmed, passphrase)).id).toBe(id);
    await story.until(id, 'relayed');

    const { typedData } = castSigner(keyOf(story.ownerAccount('Omar')), folder);
    const hash = await digestOf('Omar', `/v1/transfers/${id}/signature-request`);
    const byCast = ['sign', id, '--as', 'Omar', '--signer', typedData, `--yes=${hash}`, '--json'];
    expect(answered(await sluiceProcess(withCast(), byCast)).state).toBe('relayed');
    for (const name of ['Otto', 'Orson'])
      answered(await sluiceHere(home, ['sign', '--as', name, '--yes', '--json']));
    await story.settled(id);

    const { code, out } = await watching;
    expect(code).toBe(0);
    const states = out
      .trim()
      .split('\n')
      .map((line) => Id.parse(JSON.parse(line)).state);
    expect(states.at(-1)).toBe('settled');
    expect(states).toEqual(expect.arrayContaining(['relayed', 'settled']));
    const shown = await sluiceHere(home, ['transfer', 'show', REFERENCE, '--person', 'Ada']);
    expect(shown.out).toMatch(/^State +settled, since /m);
    expect(shown.out).toMatch(/^Executed +0x[0-9a-f]{64}, block \d+$/m);
  });

  it('goes so by the five commands of the README, as they stand there', async () => {
    const { code, moved, said } = await movedByTheReadme(story, {
      XDG_STATE_HOME: `${folder.path}/newcomer`,
    });
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/ settled\s*$/) });
    expect(moved).toBe(parseEther('2.5'));
    const change = await approvedByItsPage(story, { XDG_STATE_HOME: `${folder.path}/newcomer` });
    expect(change).toMatchObject({ code: 0, state: 'approved' });
  });
});

describe('what a person is told', () => {
  const here = (...args: readonly string[]) => sluiceHere(home, args);
  const request = (amount: string, ...more: readonly string[]) =>
    here(
      'transfer',
      'request',
      amount,
      '--to',
      'Hot wallet 1',
      '--reference',
      'x',
      '--as',
      'Tessa',
      '--yes',
      ...more,
    );

  it('ends each refusal with the code of its kind', async () => {
    const runs = [
      await request('1 ETH'),
      await request('1 DOGE', '--from', 'Cold 1'),
      await request('1.0000001 sUSD', '--from', 'Cold 1'),
      await request('150 ETH', '--from', 'Cold 1'),
      await here('transfer', 'show', 'tr_01890a5d-ac96-774b-bcce-b302099a8057', '--as', 'Ada'),
      await here('transfer', 'cancel', REFERENCE, '--reason', 'too late', '--as', 'Tessa', '--yes'),
      await here('transfer', 'watch', REFERENCE, '--until', 'refused', '--timeout', '1m', '--as', 'Ada'),
      await here('confirm', '--person', 'Rita'),
      await here('whoami', '--as', 'Mallory'),
      await here('confirm', '--as', 'Ada', '--yes'),
    ];
    expect(runs.map(({ code }) => code)).toEqual([2, 10, 2, 6, 10, 5, 1, 11, 2, 10]);
    expect(runs[0]?.err).toMatch(/which Safe\? name it\n +safe_\S+ +Cold 1 /);
    expect(runs[3]?.err).toContain(
      'nobody may confirm more than 100 ETH at once. The policy has no tier for 150 ETH.',
    );
  });

  it('shows who one is, what waits, and how the gateway is; and signs out', async () => {
    const who = await here('whoami', '--as', 'Otto');
    expect(who.out).toMatch(/^Owner of +Cold 1, by 0x/m);
    const status = await here('status', '--as', 'Otto');
    expect(status.out).toMatch(/^Safe Cold 1 +0x\w+, advisory$/m);
    expect((await here('inbox', '--as', 'Otto')).out).toBe('Nothing waits for you.');
    expect(
      (await here('transfer', 'list', '--as', 'Otto', '--state', 'settled', '--by', 'Tessa')).out,
    ).toContain(REFERENCE);
    expect((await here('logout', '--as', 'Otto')).out).toBe('Otto is signed out.');
    expect(new KeptFiles(home).sessions(story.origin).some(({ person }) => person.name === 'Otto')).toBe(
      false,
    );
    const byCast = ['--address', story.account('Otto').address, '--signer', castOf('Otto').message];
    const back = await sluiceHere(withCast(), ['login', ...byCast]);
    expect([back.code, back.out]).toEqual([0, `Otto is signed in at ${story.origin}.`]);
  });

  it('governs: freezes, lifts it by a change that a quorum approves, and reads what is left', async () => {
    const { code, active, lifted, standing, verified } = await governedByCommands(story, home, folder.path);
    expect({ code, active, standing, verified }).toEqual({
      ...{ code: 0, active: ['active', 'active'], standing: 'There is none.', verified: 0 },
    });
    expect(lifted).toMatch(/^Lifts +frz_.*an odd call$/m);
  });

  it('waits for what comes before, so long at most as it is told; and burns the nonce of what was relayed', async () => {
    const safe = story.freshSafe();
    const first = await story.awaiting({ amount: '1', safe });
    const second = await story.requested({ amount: '2', safe });
    const confirm = (wait: string) => here('confirm', second, '--as', 'Ada', '--yes', '--wait', wait);
    const vain = await confirm('1s');
    expect([vain.code, vain.err]).toEqual([9, expect.stringMatching(/^Waiting: queued\. .* lane .*$/m)]);
    await here('transfer', 'cancel', first, '--reason', 'asked twice', '--as', 'Tessa', '--yes');
    expect((await confirm('2m')).code).toBe(0);
    expect((await here('sign', second, '--as', 'Otto', '--yes', '--wait', '2m')).code).toBe(0);
    await burntByCommands(story, home, { id: second, safe });
  });

  it('asks a person who is there, and excepts, rejects and cancels by what they answer', async () => {
    const safe = story.freshSafe();
    const held = answered(await request('60 ETH', '--from', safe.id, '--json'));
    expect(held.state).toBe('needs-exception');
    const impatient = await here('transfer', 'watch', held.id, '--timeout', '1s', '--as', 'Ada');
    expect([impatient.code, impatient.out]).toEqual([
      9,
      expect.stringMatching(/needs-exception +Waits for 2 .*compliance/),
    ]);
    const terms = ['except', held.id, '--ceiling', '70 ETH', '--reason', 'quarter end', '--ticket', 'CMP-77'];
    const no = await sluiceHere(home, [...terms, '--as', 'Clara'], ['n']);
    expect([no.code, no.err]).toEqual([
      1,
      expect.stringMatching(/Waives +the rule eth-per-transfer, once: it measures 60 ETH and allows 50 ETH/),
    ]);
    for (const name of ['Clara', 'Carlos'])
      answered(await sluiceHere(home, [...terms, '--as', name, '--json'], ['y']));
    await story.until(held.id, 'awaiting-confirmation');
    const byCast = ['confirm', held.id, '--as', 'Ada', '--signer', castOf('Ada').typedData];
    const confirmed = await sluiceHere(withCast(), byCast, ['yes']);
    expect([confirmed.code, confirmed.err]).toEqual([
      0,
      expect.stringMatching(/^Excepted +Waive the rule eth-per-transfer once/m),
    ]);
    const rejected = await here(
      'reject',
      held.id,
      '--reason',
      'not this quarter',
      '--as',
      'Rita',
      '--yes',
      '--json',
    );
    expect(answered(rejected).state).toBe('rejected');
    expect((await here('transfer', 'watch', held.id, '--as', 'Ada')).code).toBe(1);
    const other = answered(await request('3 ETH', '--from', safe.id, '--json'));
    expect(
      (await here('transfer', 'cancel', other.id, '--reason', 'asked twice', '--as', 'Tessa', '--yes')).out,
    ).toContain('cancelled');
  });
});

describe('a gateway that lies', () => {
  let atLiar: Home;
  let waiting: string;
  let relayed: string;
  let held: string;

  beforeAll(async () => {
    atLiar = { ...home, XDG_STATE_HOME: `${folder.path}/liar`, SLUICE_URL: liar.origin };
    const files = new KeptFiles(atLiar);
    for (const name of ['Tessa', 'Ada', 'Otto', 'Clara']) {
      const { cookie } = story.person(name);
      files.keepSession({ origin: liar.origin, cookie, person: { id: story.personId(name), name } });
    }
    const safe = story.freshSafe();
    waiting = await story.awaiting({ amount: '4', safe });
    held = await story.requested({ amount: '60', safe }, 'needs-exception');
    relayed = await story.relayed({ amount: '5', safe: story.freshSafe() });
  });

  const acts = () => actsOn({ waiting, held, relayed });

  it.each(LIES)('gets no signature for $name', async ({ lie, act }) => {
    liar.state.lie = lie;
    liar.state.acts = [];
    const { code, err } = await sluiceHere(atLiar, acts()[act]);
    expect([code, err]).toEqual([8, expect.stringContaining('nothing was signed')]);
    expect(liar.state.acts).toEqual([]);
  });

  it('gets them as soon as it tells the truth', async () => {
    liar.state.lie = (_, answer) => answer;
    // Whoever has confirmed it does not reject it any more.
    const { reject: _, ...asked } = acts();
    const ended = [];
    for (const args of Object.values(asked)) ended.push(await sluiceHere(atLiar, args));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(liar.state.acts).toHaveLength(5);
    // Who is still missing, and what is signed for, are said.
    expect(ended[3]?.out).toMatch(/^Now +Waits for 1 more of compliance/m);
    expect(ended[4]?.err).toMatch(/^Reference +\S/m);
  });

  it('gets no confirmation of another burn than that of the nonce, and one of the true burn', async () => {
    await new CancelStory(story, story.firstSafe, relayed, 0n).cleared();
    const confirm = () => sluiceHere(atLiar, ['confirm', relayed, '--as', 'Ada', '--yes']);
    Object.assign(liar.state, { acts: [], lie: OTHER_BURN });
    const lied = await confirm();
    expect([lied.code, lied.err]).toEqual([
      8,
      expect.stringContaining('what is asked is not the burn of nonce'),
    ]);
    expect(liar.state.acts).toEqual([]);
    liar.state.lie = (_, answer) => answer;
    const told = await confirm();
    expect([told.code, told.err]).toEqual([
      0,
      expect.stringMatching(/^Burns +nonce 0 of .*; it moves nothing$/m),
    ]);
  });

  it('is signed in at by nobody if it is another’s: the message is for its own origin alone', async () => {
    liar.state.lie = (path, answer) =>
      path === '/v1/installation' ? answer.replaceAll(liar.origin, story.origin) : answer;
    const fresh = { ...atLiar, XDG_STATE_HOME: `${folder.path}/fresh` };
    const signingIn = await sluiceHere(fresh, ['login', '--as', 'Ada']);
    expect([signingIn.code, signingIn.err]).toEqual([
      8,
      expect.stringContaining(`calls itself ${story.origin}`),
    ]);
  });
});
