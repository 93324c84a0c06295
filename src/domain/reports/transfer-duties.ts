import type { SaidEntry } from '../audit-log/said-entry.js';
import { type CountableConfirmation, quorumMet } from '../confirmations/quorum.js';
import { type Person, type Role, evmKeyId } from '../identity/person.js';
import { EVIDENCE } from '../transfers/transfer.js';
import { formatAmount } from '../values/amount.js';
import type { Address } from '../values/address.js';
import { type UnixSeconds, parseUtc } from '../values/time.js';
import type { Called } from './access-report.js';
import { calledAt, requestIn } from './entry-names.js';
import type { LoggedRegister } from './logged-register.js';

/** A rule of the separation of duties that the log shows to be broken. */
interface DutyViolation {
  readonly rule:
    | 'requester-confirmed'
    | 'requester-excepted'
    | 'requester-signed'
    | 'confirmed-twice'
    | 'not-entitled'
    | 'quorum-not-met';
  readonly words: string;
}

/** Who did what for one transfer. */
export interface TransferDuties {
  readonly transfer: string;
  /** Its last state among the entries. */
  readonly state: string;
  readonly requestedAt: string;
  readonly safe: Called;
  readonly amount: string | null;
  readonly asset: Called;
  readonly destination: Called;
  readonly requester: Called;
  readonly confirmers: readonly Called[];
  readonly excepters: readonly Called[];
  readonly signers: readonly (Called & { readonly owner: string })[];
  readonly violations: readonly DutyViolation[];
}

type Base = Omit<TransferDuties, 'state' | 'confirmers' | 'excepters' | 'signers' | 'violations'>;

interface Answered {
  readonly who: Called;
  readonly person: Person | undefined;
  readonly revision: unknown;
  readonly decision: 'confirm' | 'reject';
  /** A passkey's signature is an object, an EVM key's a text. */
  readonly key: 'evm' | 'passkey';
}

/** Gathers who does what for one transfer, entry by entry, and holds it against the rules as it happens. */
export class TransferFile {
  readonly #asked: SaidEntry;
  readonly #base: Base;
  readonly #answers: Answered[] = [];
  readonly #excepters: Called[] = [];
  readonly #signers: TransferDuties['signers'][number][] = [];
  readonly #violations: DutyViolation[] = [];
  #state = 'requested';

  private constructor(asked: SaidEntry, base: Base) {
    this.#asked = asked;
    this.#base = base;
  }

  /** Undefined for an entry that asks for no transfer. */
  static begun(entry: SaidEntry, register: LoggedRegister): TransferFile | undefined {
    const request = requestIn(entry);
    if (!request || entry.subject === null) return undefined;
    const called = (id: string): Called => ({ id, name: calledAt(register, id) });
    const { safeId, assetId, destinationId, destination, amount, requesterId } = request;
    const asset = register.now?.asset(assetId)?.asset;
    const file = new TransferFile(entry, {
      ...{ transfer: entry.subject, requestedAt: entry.at },
      ...{ safe: called(safeId), asset: called(assetId), requester: called(requesterId) },
      destination: { id: destination, name: calledAt(register, destinationId) },
      amount: asset ? formatAmount(amount, asset.decimals) : null,
    });
    file.#requireRole(personIn(register, requesterId), 'operator', file.#base.requester);
    return file;
  }

  get at(): UnixSeconds {
    return parseUtc(this.#asked.at);
  }

  take(entry: SaidEntry, register: LoggedRegister): void {
    const { type, actor, detail } = entry;
    const who: Called = { id: actor, name: calledAt(register, actor) };
    switch (type) {
      case 'transfer.answered':
        this.#answer(entry, who, register);
        break;
      case 'transfer.excepted':
        this.#excepters.push(who);
        if (actor === this.#base.requester.id)
          this.#broken('requester-excepted', `${wordsOf(who)} asked for it`);
        this.#requireRole(personIn(register, actor), 'compliance', who);
        break;
      case 'transfer.owner-signed':
        if (typeof detail['owner'] === 'string') this.#sign(detail['owner'], register);
        break;
      default:
        this.#step(entry);
    }
  }

  get duties(): TransferDuties {
    const last = this.#answers.at(-1)?.revision;
    const confirmers = this.#answers
      .filter(({ decision, revision }) => decision === 'confirm' && revision === last)
      .map(({ who }) => who);
    return {
      ...{ ...this.#base, state: this.#state, confirmers },
      ...{ excepters: this.#excepters, signers: this.#signers, violations: this.#violations },
    };
  }

  #answer({ detail }: SaidEntry, who: Called, register: LoggedRegister): void {
    const { revision, signature } = detail;
    const decision = detail['decision'] === 'confirm' ? 'confirm' : 'reject';
    const person = personIn(register, who.id);
    if (who.id === this.#base.requester.id && decision === 'confirm')
      this.#broken('requester-confirmed', `${wordsOf(who)} asked for it`);
    if (this.#answers.some((each) => each.who.id === who.id && each.revision === revision))
      this.#broken('confirmed-twice', `${wordsOf(who)} answered one revision twice`);
    this.#requireRole(person, 'approver', who);
    const key = typeof signature === 'string' ? 'evm' : 'passkey';
    this.#answers.push({ who, person, revision, decision, key });
  }

  #sign(owner: string, register: LoggedRegister): void {
    const person = register.now?.personOfKey(evmKeyId(owner as Address));
    const who = { id: person?.id ?? owner, name: person?.name ?? null };
    this.#signers.push({ ...who, owner });
    if (who.id === this.#base.requester.id) this.#broken('requester-signed', `${wordsOf(who)} asked for it`);
    this.#requireRole(person, 'signer', who);
  }

  #step({ type, detail }: SaidEntry): void {
    const state = type.slice('transfer.'.length);
    // The step to `awaiting-confirmation` has a name of its own, and so have others.
    this.#state = typeof detail['to'] === 'string' ? detail['to'] : state;
    if (type !== 'transfer.relayed') return;
    const relayed = EVIDENCE.relayed.safeParse(detail['evidence']);
    const require = relayed.success ? relayed.data.cleared.require : [];
    const { met, missing } = quorumMet(require, this.#countable(detail['revision']), this.#base.requester.id);
    if (met) return;
    const open = missing.map(
      ({ group, needed, have }) => `${group} has ${String(have)} of ${String(needed)}`,
    );
    this.#broken('quorum-not-met', open.length === 0 ? 'nothing says who had to confirm' : open.join(', '));
  }

  #countable(revision: unknown): readonly CountableConfirmation[] {
    return this.#answers
      .filter((each) => each.revision === revision)
      .map(({ who, person, decision, key }) => ({
        ...{ personId: who.id, groups: person?.groups ?? [], key, decision },
        valid: person !== undefined && isEntitled(person, 'approver'),
      }));
  }

  #requireRole(person: Person | undefined, role: Role, who: Called): void {
    if (person && isEntitled(person, role)) return;
    this.#broken('not-entitled', `${wordsOf(who)} was no ${role} then`);
  }

  #broken(rule: DutyViolation['rule'], words: string): void {
    this.#violations.push({ rule, words });
  }
}

function isEntitled({ removedAt, roles }: Person, role: Role): boolean {
  return removedAt === null && roles.includes(role);
}

function personIn({ now }: LoggedRegister, id: string): Person | undefined {
  return (now?.people as ReadonlyMap<string, Person> | undefined)?.get(id);
}

function wordsOf({ id, name }: Called): string {
  return name ?? id;
}
