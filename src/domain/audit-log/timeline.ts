import type { Json } from '../values/canonical-json.js';
import { idPattern } from '../values/identifier.js';
import type { Outcome } from './acts/act.js';
import { TRANSFER_ACTS } from './acts/transfer-acts.js';
import { withoutOwnerBytes } from './owner-bytes.js';
import { outcomeOf } from './outcome.js';

/** What happened to a transfer, in the order of its life. */
export const GATES = [
  'requested',
  'decided',
  'excepted',
  'queued',
  'simulated',
  'rekeyed',
  'answered',
  'revised',
  'confirmed',
  'relayed',
  'owner-signed',
  'submitted',
  'held',
  'alarmed',
  'cancelling',
  'executed',
  'settled',
  'ended',
] as const;
type Gate = (typeof GATES)[number];

/** An act about a transfer, as its log entry says it. */
export interface SaidAct {
  readonly type: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, Json>>;
}

export interface TimelineStep {
  readonly gate: Gate;
  readonly outcome: Outcome;
  readonly sentence: string;
}

/** Alarms are about a transfer too, where it is their subject. */
type StepType = keyof typeof TRANSFER_ACTS | 'finding.recorded' | 'safe.frozen';

function isStep(type: string): type is StepType {
  return Object.hasOwn(GATE_OF, type);
}

/** Null for acts that are no step of its life: what an engine recorded is said by the step that follows. */
const GATE_OF: Readonly<Record<StepType, Gate | null>> = {
  'transfer.requested': 'requested',
  'transfer.decided': 'decided',
  'transfer.refused': 'ended',
  'transfer.held': 'held',
  'transfer.excepted': 'excepted',
  'transfer.queued': 'queued',
  'transfer.entered-lane': 'queued',
  'simulation.recorded': null,
  'transfer.simulated': 'simulated',
  'transfer.cleared': 'simulated',
  'transfer.revised': 'revised',
  'transfer.rekeyed': 'rekeyed',
  'transfer.answered': 'answered',
  'transfer.rejected': 'ended',
  'transfer.confirmed': 'confirmed',
  'transfer.cancelled': 'ended',
  'transfer.expired': 'ended',
  'transfer.relayed': 'relayed',
  'transfer.owner-signed': 'owner-signed',
  'transfer.signed': 'owner-signed',
  'transfer.submitted': 'submitted',
  'transfer.cancelling': 'cancelling',
  'transfer.cancel-answered': 'cancelling',
  'transfer.cancel-signed': 'cancelling',
  'transfer.looked': 'held',
  'transaction.refused': 'submitted',
  'transaction.gas-disputed': null,
  'transfer.executed': 'executed',
  'transfer.settled': 'settled',
  'transfer.mismatched': 'ended',
  'transfer.superseded': 'ended',
  'finding.recorded': 'alarmed',
  'safe.frozen': 'alarmed',
};

/** The step of an entry in one sentence; undefined for entries that are none. No owner's signature is in it. */
export function timelineStep(
  act: SaidAct,
  nameOf: (personId: string) => string | undefined,
): TimelineStep | undefined {
  const { type } = act;
  if (!isStep(type)) return undefined;
  const gate = GATE_OF[type];
  if (gate === null) return undefined;
  const outcome = outcomeOf(type, act.detail) ?? 'failure';
  // Words of others, a node's above all, may quote a whole transaction.
  const detail = withoutOwnerBytes(act.detail) as SaidAct['detail'];
  const said = new Said({ ...act, detail }, nameOf);
  return { gate, outcome, sentence: SENTENCES[type](said) };
}

const SENTENCES: Readonly<Record<StepType, (said: Said) => string>> = {
  'transfer.requested': (said) => `${said.actor} asked for it`,
  'transfer.decided': (said) => `${decided(said)} (${said.text('stage')})`,
  'transfer.refused': (said) => `Refused: ${said.reasons('evidence')}`,
  'transfer.held': (said) => `Held until compliance excepts ${said.list('evidence', 'rules')}`,
  'transfer.excepted': (said) => `${said.actor} excepted ${said.text('exception', 'rule')}`,
  'transfer.queued': () => 'Waits for the lane of its Safe',
  'transfer.entered-lane': () => 'Holds the lane of its Safe, and is examined',
  'simulation.recorded': () => 'Simulated',
  'transfer.simulated': (said) =>
    said.text('verdict') === 'cleared'
      ? 'All engines agree on what it would do'
      : `Examined: ${said.list('reasons')}`,
  'transfer.cleared': (said) => `Revision ${said.text('revision')}: people are asked to confirm it`,
  'transfer.revised': (said) =>
    `Revision ${said.text('revision')} no longer stands: ${said.text('evidence', 'because')}`,
  'transfer.rekeyed': (said) =>
    `${said.actor} entered destination and amount from the ticket: ${said.text('matched') === 'true' ? 'they match' : 'they do not match'}`,
  'transfer.answered': (said) =>
    said.text('decision') === 'confirm'
      ? `${said.actor} confirmed revision ${said.text('revision')}`
      : `${said.actor} rejected revision ${said.text('revision')}: ${said.text('reason')}`,
  'transfer.rejected': (said) => `Rejected by ${said.actor}: ${said.text('evidence', 'why')}`,
  'transfer.confirmed': (said) => `The quorum is there: ${said.names('evidence', 'confirmedBy')}`,
  'transfer.cancelled': (said) =>
    `Cancelled by ${said.name('evidence', 'by')}: ${said.text('evidence', 'why')}`,
  'transfer.expired': () => 'Expired before it was relayed',
  'transfer.relayed': () => 'Passed the relay gate: the owners are asked to sign',
  'transfer.owner-signed': (said) => `${said.actor} signed for the owner ${said.text('owner')}`,
  'transfer.signed': (said) => `Enough owners have signed: ${said.list('evidence', 'signers')}`,
  'transfer.submitted': (said) => `Sent as ${said.last('evidence', 'submissions', 'transactionHash')}`,
  'transfer.cancelling': (said) => cancelling(said),
  'transfer.cancel-answered': (said) =>
    said.text('decision') === 'confirm'
      ? `${said.actor} confirmed its cancel`
      : `${said.actor} rejected its cancel: ${said.text('reason')}`,
  'transfer.cancel-signed': (said) => `${said.actor} signed its cancel for the owner ${said.text('owner')}`,
  'transfer.looked': (said) =>
    said.text('verdict') === 'stands' ? 'Nothing holds it up any more' : `Held up: ${said.reasons()}`,
  'transaction.refused': (said) =>
    `The node of ${said.text('provider')} did not take the transaction: ${said.text('words') || 'its words are kept back'}`,
  'transaction.gas-disputed': () => 'The providers disagree about its gas',
  'transfer.executed': (said) =>
    `Executed in block ${said.text('evidence', 'execution', 'blockNumber')} by ${said.text('evidence', 'execution', 'transactionHash')}`,
  'transfer.settled': () => 'Settled: final on the chain, and equal to what was approved',
  'transfer.mismatched': (said) => `Differs from what was approved: ${said.reasons('evidence')}`,
  'transfer.superseded': (said) =>
    `Something else used its nonce: the Safe's nonce is ${said.text('evidence', 'nonceNow')}`,
  'finding.recorded': (said) => `Alarm, ${said.text('code')}: ${said.text('reason')}`,
  'safe.frozen': (said) => `${said.actor} froze its Safe, ${said.text('code')}: ${said.text('reason')}`,
};

function decided(said: Said): string {
  switch (said.text('outcome')) {
    case 'permit':
      return 'The policy permits it';
    case 'needs-exception':
      return 'The policy asks for an exception';
    default:
      return `The policy denies it: ${said.denials()}`;
  }
}

function cancelling(said: Said): string {
  const stage = said.text('evidence', 'cancel', 'stage');
  const [by, why] = [said.name('evidence', 'cancel', 'by'), said.text('evidence', 'cancel', 'why')];
  switch (stage) {
    case 'asked':
      return `${by} asks to cancel it: ${why}`;
    case 'cleared':
      return 'Its cancel is examined: one person may confirm it';
    case 'confirmed':
      return `${said.name('evidence', 'cancel', 'confirmedBy')} confirmed its cancel: the owners are asked to burn the nonce`;
    case 'signed':
      return 'Enough owners have signed its cancel';
    default:
      return `Its cancel was sent as ${said.last('evidence', 'cancel', 'submissions', 'transactionHash')}`;
  }
}

/** Reads what an entry says. One of an earlier version may lack a member: its place stays empty. */
class Said {
  constructor(
    private readonly act: SaidAct,
    private readonly nameOf: (personId: string) => string | undefined,
  ) {}

  get actor(): string {
    return this.personOr(this.act.actor);
  }

  text(...path: readonly string[]): string {
    return textOf(this.at(path));
  }

  name(...path: readonly string[]): string {
    return this.personOr(this.text(...path));
  }

  names(...path: readonly string[]): string {
    return listOf(this.at(path))
      .map((each) => this.personOr(textOf(each)))
      .join(', ');
  }

  list(...path: readonly string[]): string {
    return listOf(this.at(path)).map(textOf).join(', ');
  }

  /** A member of the last one of a list. */
  last(...path: readonly string[]): string {
    return textOf(memberOf(listOf(this.at(path.slice(0, -1))).at(-1), path.at(-1) ?? ''));
  }

  reasons(...path: readonly string[]): string {
    const found = listOf(this.at([...path, 'reasons']));
    return found
      .map((each) => `${textOf(memberOf(each, 'code'))}: ${textOf(memberOf(each, 'reason'))}`)
      .join('; ');
  }

  denials(): string {
    return listOf(this.act.detail['reasons'])
      .filter((each) => memberOf(each, 'outcome') === 'deny')
      .map((each) => `${textOf(memberOf(each, 'code'))} by ${textOf(memberOf(each, 'rule'))}`)
      .join(', ');
  }

  private at(path: readonly string[]): Json | undefined {
    return path.reduce<Json | undefined>((value, name) => memberOf(value, name), this.act.detail);
  }

  private personOr(actor: string): string {
    if (actor === 'system') return 'Sluice';
    return idPattern('per').test(actor) ? (this.nameOf(actor) ?? actor) : actor;
  }
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, Json>>)[name] : undefined;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
