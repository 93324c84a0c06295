import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { destinationContent, tokenContent } from '../../../test/builders/governed.js';
import { DAY, GovernedWorld, faultOf } from '../../../test/builders/governed-world.js';
import { HOT_WALLET, USDC } from '../../../test/builders/policy.js';
import { emptyPolicy, person } from '../../../test/governance.js';
import { unixSeconds } from '../values/time.js';
import { type Act, printAct, readAct } from '../changes/act.js';
import type { Ledger } from './ledger.js';
import { ledgerAt, replay } from './replay.js';

const policy = (maxExpirySeconds: number) => ({ ...emptyPolicy(), maxExpirySeconds });

/** A register of some thirty acts, with everything in it that an attacker would want undone. */
async function story(): Promise<GovernedWorld> {
  const world = await GovernedWorld.found();
  const mia = await world.bringIn('Mia', ['operator', 'admin'], ['treasury', 'governance']);
  const max = await world.bringIn('Max', ['approver'], ['risk']);
  await world.become('asset', USDC, tokenContent());
  await world.become('destination', HOT_WALLET, destinationContent());
  await world.become('policy', 'policy', policy(172_800));
  await world.propose('policy', 'policy', policy(3_600));
  await world.propose('person', mia.id, person('Mia', ['operator'], ['treasury']));
  await world.propose('destination', HOT_WALLET, null);
  await world.propose('key', max.account.address, null);
  await world.propose('person', max.id, null);
  const rejected = await world.propose('policy', 'policy', policy(604_800));
  await world.approve(rejected, 1);
  await world.governance.answer(rejected, world.governor(2), 'reject', 'Far too long');
  await world.propose('policy', 'policy', policy(1_800));
  return world;
}

let world: GovernedWorld;
let acts: readonly Act[];
let stored: readonly string[];
/** The honest register before each act. */
let before: (Ledger | undefined)[];

beforeAll(async () => {
  world = await story();
  ({ acts } = world.governance);
  stored = acts.map(printAct);
  before = [undefined];
  for (const act of acts) before.push(await replay(world.governance.digest, [act], before.at(-1)));
});

/** Why these rows give no register; undefined if they give one. They are the honest ones up to `from`. */
async function faultIn(rows: readonly string[], from: number): Promise<string | undefined> {
  const read = rows.slice(from).map(readAct);
  const readable = read.flatMap((act) => act ?? []);
  if (readable.length < read.length) return 'a row that is no act';
  return faultOf(replay(world.governance.digest, readable, before[from]));
}

const CHARACTERS = '0123456789abcdefxABCDEFghprs_-",:{}[] \\\u202e';
const index = fc.nat(1_000).map((number) => number % stored.length);

describe('invariant 8: of a register whose rows were altered nothing is taken', () => {
  it('is long enough to be worth it, and holds as it is', async () => {
    expect(stored.length).toBeGreaterThan(25);
    expect(await faultIn(stored, 0)).toBeUndefined();
  });

  it('after any change of one character', async () => {
    const characters = fc.integer({ min: 0, max: CHARACTERS.length - 1 }).map((at) => CHARACTERS.charAt(at));
    const property = fc.asyncProperty(index, fc.nat(100_000), characters, async (at, where, character) => {
      const row = stored[at] ?? '';
      const place = where % row.length;
      fc.pre(row[place] !== character);
      const changed = `${row.slice(0, place)}${character}${row.slice(place + 1)}`;
      expect(await faultIn(stored.with(at, changed), at)).toBeDefined();
    });
    await fc.assert(property, { numRuns: 600 });
  });

  it('after a character is taken out or put in', async () => {
    const property = fc.asyncProperty(index, fc.nat(100_000), fc.boolean(), async (at, where, isOut) => {
      const row = stored[at] ?? '';
      const place = where % row.length;
      const changed = isOut
        ? row.slice(0, place) + row.slice(place + 1)
        : `${row.slice(0, place)} ${row.slice(place)}`;
      expect(await faultIn(stored.with(at, changed), at)).toBeDefined();
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('after acts are taken out of the middle, and the others are numbered anew', async () => {
    const property = fc.asyncProperty(index, fc.integer({ min: 1, max: 5 }), async (at, count) => {
      fc.pre(at + count < stored.length);
      expect(await faultIn(stored.toSpliced(at, count), at)).toBeDefined();
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it('after two acts change places', async () => {
    const property = fc.asyncProperty(index, index, async (one, other) => {
      fc.pre(one !== other);
      const [a = '', b = ''] = [stored[one], stored[other]];
      expect(await faultIn(stored.with(one, b).with(other, a), Math.min(one, other))).toBeDefined();
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it('after an act is put in once more, wherever', async () => {
    const property = fc.asyncProperty(index, index, async (which, at) => {
      fc.pre(at !== which && at !== which + 1);
      expect(await faultIn(stored.toSpliced(at, 0, stored[which] ?? ''), at)).toBeDefined();
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it('after somebody who may signs another act into the past, in a place of its own or of theirs', async () => {
    const property = fc.asyncProperty(index, fc.boolean(), async (at, inPlace) => {
      fc.pre(at > 0 && at + (inPlace ? 1 : 0) < stored.length);
      const past = before[at];
      const [governor] = world.governance.governors;
      if (!past || !governor) throw new Error('the register has no past');
      const { governance } = world;
      const change = {
        ...governance.drafted('person', governor.id, null, governor),
        base: past.objects.get(`person ${governor.id}`)?.[0]?.hash ?? null,
        expiresAt: unixSeconds(past.clock + 60),
      };
      const word = { decision: 'propose', at: past.clock, head: past.head } as const;
      const forged = {
        act: 'propose',
        change,
        answer: await governance.signed(change, governor, word),
      } as Act;
      // By itself it holds: what gives it away is only that people have signed on top of another past.
      expect(await faultOf(replay(governance.digest, [forged], past))).toBeUndefined();
      const rows = stored.toSpliced(at, inPlace ? 1 : 0, printAct(forged));
      expect(await faultIn(rows, at)).toBeDefined();
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it('but the newest acts can be missing: that is for the checkpoints of the log to see', async () => {
    expect(await faultIn(stored.slice(0, -3), 0)).toBeUndefined();
  });
});

describe('invariant 13: approvals', () => {
  it('give the same in any order, if they were signed at once', async () => {
    const own = await GovernedWorld.found();
    const change = await own.propose('policy', 'policy', policy(172_800));
    const answers = await Promise.all(
      [1, 2, 3].map((each) => own.answer(change, own.governor(each), { decision: 'approve' })),
    );
    const statuses = new Set<string>();
    const property = fc.asyncProperty(fc.shuffledSubarray(answers, { minLength: 2 }), async (given) => {
      const ledger = await replay(own.governance.digest, given, own.governance.ledger);
      statuses.add(JSON.stringify(ledger.changes.get(change.id)?.status));
    });
    await fc.assert(property, { numRuns: 40 });
    expect(statuses.size).toBe(1);
  });

  it('never make a loosening active before its delay after the one that completes the quorum', async () => {
    const own = await GovernedWorld.found();
    const draft = own.governance.drafted('policy', 'policy', policy(172_800), own.governor(0));
    const change = { ...draft, expiresAt: unixSeconds(own.now + 20 * DAY) };
    await own.governance.submit(change, own.governor(0));
    const { digest, ledger: proposed } = own.governance;
    const times = fc.array(fc.integer({ min: 0, max: 3 * DAY }), { minLength: 2, maxLength: 3 });
    const property = fc.asyncProperty(times, fc.integer({ min: 0, max: 6 * DAY }), async (waits, after) => {
      let [ledger, at] = [proposed, own.now];
      const signed: number[] = [];
      for (const [each, wait] of waits.entries()) {
        at += wait;
        const by = own.governor(each + 1);
        const act = await own.answer(change, by, { decision: 'approve', at });
        if (ledger.changes.get(change.id)?.status.state === 'active') break;
        const next = await replay(digest, [act], ledger).catch(() => undefined);
        if (!next) break; // it was active by then, and took no further answer
        ledger = next;
        signed.push(at);
      }
      const earliest = (signed[1] ?? Infinity) + DAY;
      const later = ledgerAt(ledger, unixSeconds(at + after));
      const isActive = later.changes.get(change.id)?.status.state === 'active';
      expect(isActive).toBe(at + after >= earliest);
      if (isActive) expect(later.objects.get('policy policy')?.at(-1)?.since).toBe(earliest);
    });
    await fc.assert(property, { numRuns: 100 });
  });
});
