import type { SaidEntry } from '../audit-log/said-entry.js';
import { type CoveredWay, type DutyWorld, coverWay, waysOf } from '../duties/coverage.js';
import type { Registered } from '../register/registered.js';
import { parseId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import type { Called } from './access-report.js';
import { LoggedRegister } from './logged-register.js';
import { type Period, isIn, isTouched, printMoment } from './period.js';
import { type TransferDuties, TransferFile } from './transfer-duties.js';

/** People who could have moved funds, if they had wanted to, for as long as they could. */
interface SmallSet {
  readonly people: readonly Called[];
  readonly safe: Called;
  /** `tier` and `exception` with the name of the tier; `outside` is past Sluice, by owners' signatures alone. */
  readonly way: string;
  readonly from: string;
  readonly to: string | null;
}

export interface DutiesReport {
  readonly report: 'duties';
  readonly transfers: readonly TransferDuties[];
  /** Of one or two people. */
  readonly movers: readonly SmallSet[];
  /** There were too many sets to list all of them. */
  readonly isCut: boolean;
  /** Changes that took effect and whose proposal was not among the entries: who could do what is not sure then. */
  readonly unknownChanges: number;
}

const PAIR = 2;

/** Who did what for each transfer that was asked for in a period, and who could have moved funds in it. */
export function dutiesReport(entries: Iterable<SaidEntry>, period: Period): DutiesReport {
  const register = new LoggedRegister();
  const files = new Map<string, TransferFile>();
  const movers = new SmallSets();
  for (const entry of entries) {
    const [change] = register.take(entry);
    if (change && register.now) movers.become(register.now, change.since);
    if (entry.subject === null || !entry.type.startsWith('transfer.')) continue;
    const known = files.get(entry.subject);
    if (known) known.take(entry, register);
    else {
      const begun = TransferFile.begun(entry, register);
      if (begun && isIn(period, begun.at)) files.set(entry.subject, begun);
    }
  }
  const sets = movers.all.filter(({ since, until }) => isTouched(period, since, until));
  return {
    report: 'duties',
    transfers: [...files.values()].map(({ duties }) => duties),
    movers: sets
      .sort((one, other) => one.since - other.since)
      .map(({ since, until, ...set }) => ({
        ...set,
        from: printMoment(since) ?? '',
        to: printMoment(until),
      })),
    isCut: movers.isCut,
    unknownChanges: register.misses,
  };
}

type Lasting = Omit<SmallSet, 'from' | 'to'> & {
  readonly since: UnixSeconds;
  readonly until: UnixSeconds | null;
};

/** Every set of one or two people who could move funds, in the order in which they no longer could. */
class SmallSets {
  readonly #open = new Map<string, Lasting>();
  readonly #ended: Lasting[] = [];
  isCut = false;

  get all(): Lasting[] {
    return [...this.#ended, ...this.#open.values()];
  }

  become(register: Registered, at: UnixSeconds): void {
    const now = new Map(this.#in(register, at).map((each) => [keyOf(each), each]));
    for (const [key, open] of this.#open) {
      if (now.has(key)) continue;
      this.#open.delete(key);
      this.#ended.push({ ...open, until: at });
    }
    for (const [key, each] of now) if (!this.#open.has(key)) this.#open.set(key, each);
  }

  #in(register: Registered, at: UnixSeconds): readonly Lasting[] {
    const world = worldOf(register, at);
    if (!world) return [];
    return waysOf(world).flatMap((way) => {
      const covered = coverWay(way, world);
      const { size, sets, truncated } = covered.movers;
      if (size === null || size > PAIR) return [];
      this.isCut ||= truncated;
      return sets.map((set): Lasting => ({
        people: set.map(({ id, name }) => ({ id, name })),
        safe: { id: way.safe.id, name: way.safe.label },
        ...{ way: wayWords(covered), since: at, until: null },
      }));
    });
  }
}

/** The people and the rules of a register. */
function worldOf(register: Registered, now: UnixSeconds): DutyWorld | undefined {
  const policy = register.policies().at(-1);
  if (!policy) return undefined;
  const safes = register.list('safe').flatMap((id) => {
    const found = register.safe(id);
    if (!found) return [];
    const { owners, threshold } = found.profile;
    return [{ id: parseId('safe', id), label: found.label, owners, threshold }];
  });
  return { people: [...register.people.values()], safes, policy: policy.document, quorums: [], now };
}

function wayWords(way: CoveredWay): string {
  return way.kind === 'outside' ? 'outside' : `${way.kind} ${way.tier.name}`;
}

function keyOf({ people, safe, way }: Lasting): string {
  return JSON.stringify([people.map(({ id }) => id), safe.id, way]);
}
