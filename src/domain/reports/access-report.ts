import { z } from 'zod';
import type { SaidEntry } from '../audit-log/said-entry.js';
import type { Registered } from '../register/registered.js';
import { type UnixSeconds, parseUtc, unixSeconds } from '../values/time.js';
import { calledAt } from './entry-names.js';
import { type EffectiveChange, LoggedRegister } from './logged-register.js';
import { type Period, isTouched, printMoment } from './period.js';

/** By which signed act a right began or ended, as the log has it. */
export interface SignedAct {
  readonly act: string;
  readonly signers: readonly Called[];
}

export interface Called {
  readonly id: string;
  /** As it was then; null if the log does not say. */
  readonly name: string | null;
}

/** Something that one person or service could do, for as long as they could. */
interface AccessRow {
  readonly who: Called;
  readonly right: 'role' | 'group' | 'confirmation-key' | 'owner-key' | 'account' | 'api-key-role';
  readonly value: string;
  readonly from: string;
  /** Null if they still could at the end of the log that was read. */
  readonly to: string | null;
  readonly grantedBy: SignedAct;
  /** Null also where it ended by itself, as an API key does. */
  readonly endedBy: SignedAct | null;
}

export interface AccessReport {
  readonly report: 'access';
  readonly rows: readonly AccessRow[];
  /** Changes that took effect and whose proposal was not among the entries: what they did is not in the rows. */
  readonly unknownChanges: number;
}

interface Right {
  readonly who: string;
  readonly right: AccessRow['right'];
  readonly value: string;
}

interface Open extends Right {
  readonly name: string | null;
  readonly from: UnixSeconds;
  readonly grantedBy: SignedAct;
  /** When it ends by itself. */
  readonly expires: UnixSeconds | null;
}

const ApiKey = z.object({ name: z.string(), roles: z.array(z.string()), expiresAt: z.int() });

/** Who could do what in a period, since when, until when, and by which signed act: from the log alone. */
export function accessReport(entries: Iterable<SaidEntry>, period: Period): AccessReport {
  const register = new LoggedRegister();
  const ledger = new Rights();
  for (const entry of entries) {
    const at = parseUtc(entry.at);
    const changes = register.take(entry);
    const [change] = changes;
    const { now } = register;
    if (change && now) ledger.become(rightsIn(now), { register, change, at: change.since });
    if (entry.type === 'api-key.created') createKey(ledger, entry, register);
    if (entry.type === 'api-key.revoked' && entry.subject !== null)
      ledger.closeAll(entry.subject, at, actOf(entry, register));
  }
  const rows = ledger.all
    .filter(({ from, to }) => isTouched(period, from, to))
    .sort((one, other) => one.from - other.from)
    .map(({ who, name, right, value, from, to, grantedBy, endedBy }): AccessRow => ({
      ...{ who: { id: who, name }, right, value, grantedBy, endedBy },
      ...{ from: printMoment(from) ?? '', to: printMoment(to) },
    }));
  return { report: 'access', rows, unknownChanges: register.misses };
}

/** What everybody could do by a register: nobody who is removed, and no key that is revoked. */
function rightsIn(register: Registered): readonly Right[] {
  return [...register.people.values()]
    .filter(({ removedAt }) => removedAt === null)
    .flatMap(({ id: who, roles, groups, keys, accounts }): readonly Right[] => [
      ...roles.map((value) => ({ who, right: 'role' as const, value })),
      ...groups.map((value) => ({ who, right: 'group' as const, value })),
      ...keys
        .filter(({ revokedAt }) => revokedAt === null)
        .map(({ purpose, id }) => ({ who, right: `${purpose}-key` as const, value: String(id) })),
      ...accounts.map(({ issuer, subject }) => ({
        ...{ who, right: 'account' as const },
        value: `${subject} at ${issuer}`,
      })),
    ]);
}

interface At {
  readonly register: LoggedRegister;
  readonly change: EffectiveChange;
  readonly at: UnixSeconds;
}

type Ended = Open & { readonly to: UnixSeconds | null; readonly endedBy: SignedAct | null };

/** Every right that anybody had, in the order in which they ended. */
class Rights {
  readonly #open = new Map<string, Open>();
  readonly #ended: Ended[] = [];

  get all(): readonly Ended[] {
    const open = [...this.#open.values()].map((each) => ({ ...each, to: each.expires, endedBy: null }));
    return [...this.#ended, ...open];
  }

  /** Opens and closes what differs. Services have rights of their own, which no register has. */
  become(rights: readonly Right[], { register, change, at }: At): void {
    const now = new Map(rights.map((each) => [keyOf(each), each]));
    const act = { act: change.change.id, signers: change.signers.map((id) => called(id, register)) };
    for (const [key, open] of this.#open)
      if (open.right !== 'api-key-role' && !now.has(key)) this.close(key, at, act);
    for (const each of now.values())
      this.open({ ...each, name: calledAt(register, each.who), from: at, grantedBy: act, expires: null });
  }

  open(right: Open): void {
    const key = keyOf(right);
    if (!this.#open.has(key)) this.#open.set(key, right);
  }

  closeAll(who: string, at: UnixSeconds, act: SignedAct): void {
    for (const [key, open] of this.#open) if (open.who === who) this.close(key, at, act);
  }

  close(key: string, at: UnixSeconds, endedBy: SignedAct): void {
    const open = this.#open.get(key);
    if (!open) return;
    this.#open.delete(key);
    const hasExpired = open.expires !== null && open.expires <= at;
    this.#ended.push({ ...open, to: hasExpired ? open.expires : at, endedBy: hasExpired ? null : endedBy });
  }
}

function createKey(ledger: Rights, entry: SaidEntry, register: LoggedRegister): void {
  const parsed = ApiKey.safeParse(entry.detail);
  if (!parsed.success || entry.subject === null) return;
  const { name, roles, expiresAt } = parsed.data;
  const [who, from, grantedBy] = [entry.subject, parseUtc(entry.at), actOf(entry, register)];
  for (const value of roles)
    ledger.open({
      who,
      right: 'api-key-role',
      value,
      name,
      from,
      grantedBy,
      expires: unixSeconds(expiresAt),
    });
}

function actOf({ type, index, actor }: SaidEntry, register: LoggedRegister): SignedAct {
  return { act: `${type}, entry ${index}`, signers: [called(actor, register)] };
}

function called(id: string, register: LoggedRegister): Called {
  return { id, name: calledAt(register, id) };
}

function keyOf({ who, right, value }: Right): string {
  return `${who} ${right} ${value}`;
}
