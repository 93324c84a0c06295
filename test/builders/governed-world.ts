import { type PrivateKeyAccount, generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Act } from '../../src/domain/changes/act.js';
import type { Change, ChangeDecision, GovernedChange } from '../../src/domain/changes/change.js';
import { QuorumsContent } from '../../src/domain/changes/kinds/quorums.js';
import type { ChangeStatus } from '../../src/domain/register/ledger.js';
import { replay } from '../../src/domain/register/replay.js';
import { DomainError } from '../../src/domain/errors.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { type PersonId, parseId } from '../../src/domain/values/identifier.js';
import { newId } from '../../src/infra/database/new-id.js';
import { Governance, type GovernanceOptions, type Signer, person, quorums } from '../governance.js';
import { evmKeyContent } from './governed.js';
import { NOW } from './policy.js';

export const DAY = 86_400;

export interface Member extends Signer {
  readonly account: PrivateKeyAccount;
}

/** Two of the governance loosen after a day; whoever may propose tightens at once. */
export function twoAndADay(parts: object = {}): QuorumsContent {
  const two = [{ group: 'governance', count: 2 }];
  const { kinds, lookalike } = quorums(DAY);
  const stricter = Object.fromEntries(
    Object.entries(kinds).map(([kind, ofKind]) => [
      kind,
      { ...ofKind, loosen: { ...ofKind.loosen, require: two } },
    ]),
  );
  return QuorumsContent.parse({ kinds: { ...stricter, ...parts }, lookalike });
}

/** A register in memory with four governors, and time that passes only when it is told to. */
export class GovernedWorld {
  private constructor(
    readonly governance: Governance,
    private readonly time: { now: number },
  ) {}

  static async found(options: Partial<GovernanceOptions> = {}): Promise<GovernedWorld> {
    const time = { now: NOW };
    const governance = await Governance.found(undefined, {
      governors: 4,
      quorums: twoAndADay(),
      clock: () => time.now,
      ...options,
    });
    return new GovernedWorld(governance, time);
  }

  governor(index: number): Signer {
    const found = this.governance.governors[index];
    if (!found) throw new Error(`there are fewer than ${String(index + 1)} governors`);
    return found;
  }

  get now(): number {
    return this.time.now;
  }

  pass(seconds: number): void {
    this.time.now += seconds;
  }

  propose(kind: Parameters<Governance['propose']>[0], subject: string, content: Json, by?: Signer) {
    return this.governance.propose(kind, subject, content, by);
  }

  approve(change: Change, ...governors: readonly number[]): Promise<void> {
    return this.answers(
      change,
      'approve',
      governors.map((each) => this.governor(each)),
    );
  }

  async answers(change: Change, decision: ChangeDecision, by: readonly Signer[]): Promise<void> {
    for (const each of by) await this.governance.answer(change, each, decision);
  }

  statusOf({ id }: Change): ChangeStatus {
    const found = this.governance.present.changes.get(id);
    if (!found) throw new Error(`nobody proposed ${id}`);
    return found.status;
  }

  /** A change of any kind, proposed, approved and waited for. */
  async become(
    kind: Parameters<Governance['propose']>[0],
    subject: string,
    content: Json,
    by?: Signer,
  ): Promise<GovernedChange> {
    const change = await this.propose(kind, subject, content, by);
    const others = this.governance.governors.slice(1).filter(({ id }) => id !== by?.id && id !== subject);
    if (this.statusOf(change).state === 'proposed') await this.answers(change, 'approve', others.slice(0, 2));
    if (this.statusOf(change).state === 'approved') this.pass(DAY);
    return change;
  }

  /** Somebody new, with a key that counts. */
  async bringIn(name: string, roles: readonly string[], groups: readonly string[] = []): Promise<Member> {
    const id = parseId('per', newId('per'));
    await this.become('person', id, person(name, roles, groups));
    return this.giveKey(id);
  }

  async giveKey(id: PersonId, account = privateKeyToAccount(generatePrivateKey())): Promise<Member> {
    const member: Member = { id, account, sign: (hash) => account.sign({ hash }) };
    await this.become('key', account.address, evmKeyContent(id, account.address), member);
    return member;
  }

  /** What an act would do to the register: undefined if it is taken, or why not. The register stays as it is. */
  async faultOf(act: Act): Promise<string | undefined> {
    return faultOf(replay(this.governance.digest, [act], this.governance.ledger));
  }

  /** A proposal that is signed in order, whatever is in it. */
  async proposal(change: Change, by: Signer, given: { at?: number; head?: string } = {}): Promise<Act> {
    const word = { decision: 'propose', ...given } as Parameters<Governance['signed']>[2];
    return { act: 'propose', change, answer: await this.governance.signed(change, by, word) };
  }

  async answer(
    change: Change,
    by: Signer,
    given: { decision: ChangeDecision; at?: number; head?: string },
  ): Promise<Act> {
    const word = given as Parameters<Governance['signed']>[2];
    return { act: 'answer', answer: await this.governance.signed(change, by, word) };
  }
}

/** Why a register does not hold; undefined if it does. Anything but the codes for that is a fault of the code. */
export async function faultOf(replayed: Promise<unknown>): Promise<string | undefined> {
  try {
    await replayed;
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code !== 'REGISTER_ALTERED' && error.code !== 'KEY_ENROLMENT_INVALID') throw error;
    return error.message;
  }
}
