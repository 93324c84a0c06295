import { type Act, readAct } from '../changes/act.js';
import type { Ledger } from '../register/ledger.js';
import { Registered } from '../register/registered.js';
import { ledgerAt, replay } from '../register/replay.js';
import { DomainError } from '../errors.js';
import { type Json, canonicalHash, canonicalJson } from '../values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';
import type { EvidenceBundle, Part } from './bundle.js';
import { type Line, Lines } from './line.js';
import { type LogEntry, type NamedRegister, registerNamed } from './log-entries.js';
import type { Memory } from './memory.js';
import type { Roots } from './roots.js';

/** The register after each number of acts that a record refers to. */
export class Registers {
  readonly #views = new Map<string, Registered>();

  constructor(private readonly ledgers: ReadonlyMap<string, Ledger>) {}

  /**
   * The register as of a moment, so that changes whose delay has passed are active. Undefined if the name is unknown.
   */
  at(name: NamedRegister | undefined, now: UnixSeconds): Registered | undefined {
    const ledger = name && this.ledgers.get(keyOf(name));
    if (!ledger) return undefined;
    const then = ledgerAt(ledger, now);
    const key = `${keyOf(name)} ${then === ledger ? '' : String(now)}`;
    const view = this.#views.get(key) ?? new Registered(then, ledger);
    this.#views.set(key, view);
    return view;
  }
}

export interface RegisterAnswer {
  readonly lines: readonly Line[];
  readonly registers: Registers;
}

/**
 * Replays the register from its signed acts. People, keys, rules, Safes and destinations are what the people signed,
 * and nothing else is believed. All of it rests on the founding's hash, which an auditor knows from elsewhere.
 */
export async function registerHolds(
  bundle: EvidenceBundle,
  entries: readonly LogEntry[],
  { roots, memory }: { readonly roots: Roots; readonly memory: Memory },
): Promise<RegisterAnswer> {
  const lines = new Lines('register');
  const { installation, acts } = bundle;
  rootLines(lines, bundle, roots);
  const heads = headsOf(parseBytes32(installation.id), acts, memory);
  const named = entries.flatMap((entry) => registerNamed(entry) ?? []);
  const misnamed = named.find((each) => heads[each.acts - 1] !== each.head);
  lines.require(
    '/acts',
    misnamed === undefined,
    `the log names a register of ${String(misnamed?.acts)} acts that is not the one of these acts`,
  );
  const last = Math.max(0, ...named.map((each) => each.acts));
  lines.require(
    '/acts',
    last === acts.length,
    `the log names ${String(last)} acts, and ${String(acts.length)} are here`,
  );
  const sizes = [...new Set([...named.map((each) => each.acts), acts.length])].sort((a, b) => a - b);
  const ledgers = new Map<string, Ledger>();
  let from: Ledger | undefined;
  for (const size of sizes.filter((each) => each <= acts.length)) {
    const [head, before] = [heads[size - 1], from];
    const replayed = await memory.of(`register ${installation.id} ${String(head)}`, () =>
      continued(parseBytes32(installation.id), acts.slice(before?.size ?? 0, size), before),
    );
    if ('fault' in replayed) {
      lines.broken(replayed.part, replayed.fault);
      return { lines: lines.list, registers: new Registers(ledgers) };
    }
    from = replayed;
    ledgers.set(keyOf({ acts: size, head: String(head) }), from);
  }
  const chainId = from?.installation.chainId;
  lines.require(
    '/installation/chainId',
    chainId === installation.chainId,
    `it was founded on chain ${String(chainId)}`,
  );
  if (lines.isSound)
    lines.proven(
      '/acts',
      `All ${String(acts.length)} acts of the register hold, each by the signatures on it.`,
    );
  return { lines: lines.list, registers: new Registers(ledgers) };
}

function rootLines(lines: Lines, { installation }: EvidenceBundle, roots: Roots): void {
  const { founding, chainId } = roots;
  if (founding === undefined) {
    const words = `Checked against the bundle's own founding, ${installation.id}: whether that is the installation's, you must know from elsewhere.`;
    lines.unproven('/installation/id', words);
  } else {
    lines.say('/installation/id', founding === installation.id, {
      words: `The founding is the one that you named, ${founding}.`,
      otherwise: `the founding is ${installation.id}, you named ${founding}`,
    });
  }
  if (chainId === undefined) return;
  lines.say('/installation/chainId', chainId === installation.chainId, {
    words: `The chain is the one that you named, ${String(chainId)}.`,
    otherwise: `the chain is ${String(installation.chainId)}, you named ${String(chainId)}`,
  });
}

/** The head of the register after each act. */
function headsOf(installation: Bytes32, acts: readonly Json[], memory: Memory): readonly string[] {
  let head: string = installation;
  return acts.map((act) => {
    const before = head;
    const next = (): string => canonicalHash({ head: before, act });
    head = typeof act === 'object' && act !== null ? memory.about(act, before, next) : next();
    return head;
  });
}

interface Fault {
  readonly fault: string;
  readonly part: Part;
}

async function continued(
  installation: Bytes32,
  raw: readonly Json[],
  from: Ledger | undefined,
): Promise<Ledger | Fault> {
  const start = from?.size ?? 0;
  const acts = raw.map((each) => readAct(canonicalJson(each)));
  const unreadable = acts.indexOf(undefined);
  if (unreadable !== -1) return faultAt(start + unreadable, 'it is no act');
  const read = acts.filter((each) => each !== undefined);
  try {
    return await replay(installation, read, from);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return faultAt(start + (await firstBroken(installation, read, from)), error.message);
  }
}

/** Finds the faulty act by replaying them one by one. */
async function firstBroken(
  installation: Bytes32,
  acts: readonly Act[],
  from: Ledger | undefined,
): Promise<number> {
  let ledger = from;
  for (const [at, act] of acts.entries()) {
    try {
      ledger = await replay(installation, [act], ledger);
    } catch {
      return at; // the same fault as before, now with its position
    }
  }
  return 0;
}

function faultAt(act: number, fault: string): Fault {
  return { fault, part: `/acts/${String(act)}` };
}

function keyOf({ acts, head }: NamedRegister): string {
  return `${String(acts)} ${head}`;
}
