import { bytesToHex } from 'viem';
import { MalformedLogText } from './malformed.js';
import { type KeyType, type VerifierKey, parseVerifierKey } from './verifier-key.js';

interface PolicyLog {
  readonly key: VerifierKey;
  readonly url: string | null;
}

export interface PolicyWitness extends PolicyLog {
  /** The name that groups and the quorum use. The key has its own. */
  readonly name: string;
}

/** A group counts as one witness once `threshold` of its members have signed. */
interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  readonly members: readonly string[];
}

/** Which logs are trusted, and whose cosignatures a checkpoint needs (c2sp.org/tlog-policy). */
export interface TlogPolicy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** A witness or a group; null for `none`. */
  readonly quorum: string | null;
}

/** The reserved name that means no witness at all. */
const NONE = 'none';
const LENGTH_MAX = 1_000_000;
/** The most lines of each kind. The specification asks readers to support 32. */
const LINES_MAX = 256;

/**
 * Parses a policy strictly. A witness whose signatures cannot be verified here counts as not having signed, so that an
 * unknown key type never weakens the quorum.
 * @throws MalformedLogText
 */
export function parseTlogPolicy(text: string): TlogPolicy {
  if (text.length > LENGTH_MAX) throw new MalformedLogText('the policy is too long');
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(text)) throw new MalformedLogText('the policy has control characters');
  if (text !== '' && !text.endsWith('\n'))
    throw new MalformedLogText('the last line of the policy has no end');
  const reading = new PolicyReading();
  for (const [at, line] of text.split('\n').entries()) {
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    if (items.length === 0 || items[0]?.startsWith('#') === true) continue;
    inLine(at + 1, () => {
      reading.take(items);
    });
  }
  return reading.policy();
}

function inLine(number: number, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MalformedLogText)) throw error;
    throw new MalformedLogText(`line ${String(number)} of the policy: ${error.message}`, { cause: error });
  }
}

class PolicyReading {
  private readonly logs: PolicyLog[] = [];
  private readonly witnesses: PolicyWitness[] = [];
  private readonly groups: PolicyGroup[] = [];
  private readonly members = new Set<string>();
  private quorum: string | null | undefined;

  policy(): TlogPolicy {
    if (this.quorum === undefined) throw new MalformedLogText('the policy has no quorum line');
    const { logs, witnesses, groups, quorum } = this;
    return { logs, witnesses, groups, quorum };
  }

  take([keyword = '', ...items]: readonly string[]): void {
    if (keyword === 'log') this.takeLog(items);
    else if (keyword === 'witness') this.takeWitness(items);
    else if (keyword === 'group') this.takeGroup(items);
    else if (keyword === 'quorum') this.takeQuorum(items);
    else throw new MalformedLogText('it is no log, witness, group or quorum');
  }

  private takeLog([key, url, ...more]: readonly string[]): void {
    if (key === undefined || more.length > 0) throw new MalformedLogText('a log has a key and perhaps a URL');
    this.logs.push({ key: keyFor(['ed25519'], key, this.logs), url: url ?? null });
  }

  private takeWitness([name, key, url, ...more]: readonly string[]): void {
    if (name === undefined || key === undefined || more.length > 0) {
      throw new MalformedLogText('a witness has a name, a key and perhaps a URL');
    }
    this.refuseTaken(name);
    const types: readonly KeyType[] = ['cosignature-v1', 'ml-dsa-44'];
    this.witnesses.push({ name, key: keyFor(types, key, this.witnesses), url: url ?? null });
  }

  private takeGroup([name, written, ...members]: readonly string[]): void {
    if (name === undefined || written === undefined || members.length === 0) {
      throw new MalformedLogText('a group has a name, a threshold and members');
    }
    this.refuseTaken(name);
    for (const member of members) {
      this.refuseUnknown(member);
      if (this.members.has(member)) throw new MalformedLogText(`${member} is a member already`);
      this.members.add(member);
    }
    this.groups.push({ name, threshold: thresholdOf(written, members.length), members });
    if (this.groups.length > LINES_MAX) throw new MalformedLogText('there are too many groups');
  }

  private takeQuorum([name, ...more]: readonly string[]): void {
    if (name === undefined || more.length > 0) throw new MalformedLogText('a quorum is one name');
    if (this.quorum !== undefined) throw new MalformedLogText('there is a quorum already');
    if (name !== NONE) this.refuseUnknown(name);
    this.quorum = name === NONE ? null : name;
  }

  private isDefined(name: string): boolean {
    return [...this.witnesses, ...this.groups].some((each) => each.name === name);
  }

  private refuseTaken(name: string): void {
    if (name === NONE || this.isDefined(name)) throw new MalformedLogText(`the name ${name} is taken`);
  }

  private refuseUnknown(name: string): void {
    if (!this.isDefined(name)) throw new MalformedLogText(`${name} is not defined on a line before`);
  }
}

/**
 * Refuses a public key that another entry of the kind already has, under whatever name: one party would count twice.
 */
function keyFor(types: readonly KeyType[], text: string, others: readonly PolicyLog[]): VerifierKey {
  const key = parseVerifierKey(text);
  if (!types.includes(key.type)) throw new MalformedLogText('the key is not of a type for that');
  if (others.length >= LINES_MAX) throw new MalformedLogText('there are too many logs or witnesses');
  const isKnown = others.some(({ key: other }) => bytesToHex(other.publicKey) === bytesToHex(key.publicKey));
  if (isKnown) throw new MalformedLogText('the public key is there already');
  return key;
}

function thresholdOf(written: string, members: number): number {
  if (written === 'any') return 1;
  if (written === 'all') return members;
  if (!/^[1-9][0-9]{0,5}$/.test(written) || Number(written) > members) {
    throw new MalformedLogText('the threshold is not any, all or a number up to that of the members');
  }
  return Number(written);
}
