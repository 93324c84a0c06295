import { beforeEach, describe, expect, it } from '@jest/globals';
import { destinationContent, tokenContent } from '../../../test/builders/governed.js';
import { DAY, GovernedWorld, twoAndADay } from '../../../test/builders/governed-world.js';
import { HOT_WALLET, USDC } from '../../../test/builders/policy.js';
import { emptyPolicy } from '../../../test/governance.js';
import { unixSeconds } from '../values/time.js';
import { latest } from './ledger.js';
import { Registered } from './registered.js';
import { OPEN_SECONDS_MAX, ledgerAt } from './replay.js';

const tighter = { ...emptyPolicy(), maxExpirySeconds: 3_600 };
const looser = { ...emptyPolicy(), maxExpirySeconds: 172_800 };

let world: GovernedWorld;

beforeEach(async () => {
  world = await GovernedWorld.found();
});

function present(): Registered {
  return new Registered(world.governance.present);
}

function expirySeconds(): number | undefined {
  return present().policies().at(-1)?.document.maxExpirySeconds;
}

describe('invariant 13: loosening waits, tightening is immediate', () => {
  it('a change that tightens is active with its proposal, where nobody besides is asked', async () => {
    const change = await world.propose('policy', 'policy', tighter);
    expect(world.statusOf(change)).toEqual({ state: 'active', since: world.now });
    expect(expirySeconds()).toBe(3_600);
  });

  it('a change that loosens waits its delay from the approval that completes its quorum, to the second', async () => {
    const change = await world.propose('policy', 'policy', looser);
    world.pass(60);
    await world.approve(change, 1);
    expect(world.statusOf(change)).toEqual({ state: 'proposed' });
    world.pass(60);
    await world.approve(change, 2);
    const activeFrom = world.now + DAY;
    expect(world.statusOf(change)).toEqual({ state: 'approved', since: world.now, activeFrom });
    world.pass(DAY - 1);
    expect(expirySeconds()).toBe(86_400);
    world.pass(1);
    expect(world.statusOf(change)).toEqual({ state: 'active', since: activeFrom });
    expect(expirySeconds()).toBe(172_800);
  });

  it('a further approval does not make it wait anew', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1, 2);
    const before = world.statusOf(change);
    world.pass(60);
    await world.approve(change, 3);
    expect(world.statusOf(change)).toEqual(before);
  });

  it('a delay that was made longer is for what waits already', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1, 2);
    const policy = twoAndADay().kinds.policy;
    const longer = { ...policy, loosen: { ...policy.loosen, delaySeconds: 3 * DAY } };
    const quorums = await world.propose('quorums', 'quorums', twoAndADay({ policy: longer }));
    expect(world.statusOf(quorums).state).toBe('active');
    const from = world.now;
    world.pass(DAY);
    expect(world.statusOf(change)).toEqual({ state: 'approved', since: from, activeFrom: from + 3 * DAY });
    world.pass(2 * DAY);
    expect(world.statusOf(change).state).toBe('active');
  });

  it('it is rejected by one while it waits, and then takes no answer', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1, 2);
    await world.governance.answer(change, world.governor(3), 'reject', 'Not now');
    expect(world.statusOf(change)).toMatchObject({ state: 'rejected', reason: 'Not now' });
    const late = await world.answer(change, world.governor(1), { decision: 'reject' });
    expect(await world.faultOf(late)).toContain('takes no answer');
    world.pass(2 * DAY);
    expect(expirySeconds()).toBe(86_400);
  });

  it('it is withdrawn by its proposer, and by nobody else', async () => {
    const change = await world.propose('policy', 'policy', looser);
    const foreign = await world.answer(change, world.governor(1), { decision: 'withdraw' });
    expect(await world.faultOf(foreign)).toContain('only its proposer withdraws');
    await world.governance.answer(change, world.governor(0), 'withdraw', 'A mistake');
    expect(world.statusOf(change)).toMatchObject({ state: 'withdrawn' });
  });

  it('it expires at its end, and an approval of then is none', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1);
    world.pass(3_599);
    expect(world.statusOf(change).state).toBe('proposed');
    world.pass(1);
    expect(world.statusOf(change)).toEqual({ state: 'expired', at: world.now });
    const late = await world.answer(change, world.governor(2), { decision: 'approve' });
    expect(await world.faultOf(late)).toContain('expired takes no answer');
  });

  it.each([
    ['for no time', 0],
    ['for longer than anybody remembers', OPEN_SECONDS_MAX + 1],
  ])('it is not proposed to be open %s', async (_what, seconds) => {
    const draft = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const act = await world.proposal(
      { ...draft, expiresAt: unixSeconds(world.now + seconds) },
      world.governor(0),
    );
    expect(await world.faultOf(act)).toContain('open for no time, or for too long');
  });
});

describe('two changes of one version', () => {
  it('one becomes active, the other is superseded, and so is what is proposed on the old version', async () => {
    const [one, other] = [
      await world.propose('policy', 'policy', looser),
      await world.propose('policy', 'policy', looser),
    ];
    const draft = world.governance.drafted('policy', 'policy', looser, world.governor(0));
    const late = { ...draft, expiresAt: unixSeconds(world.now + 10 * DAY) };
    await world.approve(other, 1, 2);
    await world.approve(one, 1, 2);
    world.pass(DAY);
    const states = [one, other].map((each) => world.statusOf(each).state);
    expect(states.sort()).toEqual(['active', 'superseded']);
    await world.governance.submit(late, world.governor(0));
    expect(world.statusOf(late).state).toBe('superseded');
    expect(present().policies()).toHaveLength(2);
  });

  it('a tightening at once supersedes the loosening that waits', async () => {
    const loosening = await world.propose('policy', 'policy', looser);
    await world.approve(loosening, 1, 2);
    await world.propose('policy', 'policy', tighter);
    world.pass(2 * DAY);
    expect(world.statusOf(loosening).state).toBe('superseded');
    expect(expirySeconds()).toBe(3_600);
  });
});

describe(ledgerAt.name, () => {
  it('is the same register while nothing falls due, and never goes back', async () => {
    const change = await world.propose('policy', 'policy', looser);
    await world.approve(change, 1, 2);
    const { ledger } = world.governance;
    expect(ledgerAt(ledger, unixSeconds(world.now + DAY - 1))).toBe(ledger);
    const later = ledgerAt(ledger, unixSeconds(world.now + DAY));
    expect(latest(later, 'policy', 'policy')?.content).toEqual(looser);
    expect(ledgerAt(later, unixSeconds(world.now))).toBe(later);
    expect(latest(ledger, 'policy', 'policy')?.content).not.toEqual(looser);
  });

  it('takes what falls due in the order in which it does', async () => {
    await world.become('asset', USDC, tokenContent());
    const first = await world.propose('destination', HOT_WALLET, destinationContent());
    await world.approve(first, 1, 2);
    world.pass(60);
    const second = await world.propose(
      'destination',
      HOT_WALLET,
      destinationContent({ label: 'Hot wallet 2' }),
    );
    await world.approve(second, 1, 2);
    world.pass(30 * DAY);
    expect([first, second].map((each) => world.statusOf(each).state)).toEqual(['active', 'superseded']);
    expect(present().destination(HOT_WALLET)?.label).toBe('Hot wallet 1');
  });
});
