import type { AuditType, DetailOf } from '../audit-log/acts/acts.js';
import type { Members } from '../audit-log/acts/detail-of.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import type { Part } from './bundle.js';
import { askingSteps } from './cancels/cancel-steps.js';
import type { Case } from './case.js';
import { decisionsLead } from './decisions-lead.js';
import { type Line, Lines } from './line.js';
import type { LogEntry } from './log-entries.js';
import { statesFollow } from './states-follow.js';

/** Log and bundle agree: every record has its entry and every entry its record, member by member. */
export function recordsInLog(each: Case): readonly Line[] {
  const lines = new Lines('records');
  const { bundle, entries } = each;
  const stray = entries.find(
    (entry) => entry.subject !== bundle.transfer.id || entry.safe !== bundle.transfer.intent.safeId,
  );
  lines.require(stray?.part ?? '', stray === undefined, 'it is about something else');
  const disorder = entries.find((entry, at) => entry.index <= (entries[at - 1]?.index ?? -1n));
  lines.require(disorder?.part ?? '', disorder === undefined, 'it does not follow the entry before it');
  requestLine(lines, each);
  for (const list of lists(each)) matchLines(lines, entries, list);
  ownerLines(lines, each);
  cancelLines(lines, each);
  statesFollow(lines, each);
  decisionsLead(lines, each);
  if (lines.isSound)
    lines.proven(
      '/log/entries',
      `All records are those of the log, from the request to ${bundle.transfer.state}.`,
    );
  return lines.list;
}

function requestLine(lines: Lines, { bundle, entries }: Case): void {
  const { id: _id, state: _state, revision: _revision, ...request } = bundle.transfer;
  const [first] = entries;
  const requests = entries.filter(({ type }) => type === 'transfer.requested');
  const isOne =
    first?.type === 'transfer.requested' &&
    requests.length === 1 &&
    first.actor === request.intent.requesterId;
  lines.require(
    '/transfer',
    isOne && isEqual(first.detail, request),
    'the log does not begin with this request',
  );
}

/** Records of one kind: the detail member that holds a record's id, and what else its entry must say. */
interface ListOf<T extends AuditType> {
  readonly type: T;
  readonly name: keyof DetailOf<T> & string;
  readonly part: Part;
  readonly records: readonly {
    readonly id: Json;
    readonly says: Members<T>;
    readonly actor: string;
  }[];
}
type List = { [T in AuditType]: ListOf<T> }[AuditType];

function lists({ bundle }: Case): readonly List[] {
  const { decisions, simulations, exceptions, confirmations, clearances, cancellations = [] } = bundle;
  return [
    {
      ...{ type: 'transfer.decided', name: 'decision', part: '/decisions' },
      records: decisions.map(({ id }) => ({ id, says: {}, actor: 'system' })),
    },
    {
      ...{ type: 'simulation.recorded', name: 'simulation', part: '/simulations' },
      records: simulations.map(({ id }) => ({ id, says: {}, actor: 'system' })),
    },
    {
      ...{ type: 'transfer.excepted', name: 'exceptionId', part: '/exceptions' },
      records: exceptions.map(({ id, exception, key: keyId, signature, person }) => ({
        ...{ id, says: { exception, keyId, signature: signature }, actor: person },
      })),
    },
    {
      ...{ type: 'transfer.answered', name: 'confirmation', part: '/confirmations' },
      records: confirmations.map(({ id, person, key: keyId, signature, ...says }) => ({
        ...{ id, says: { ...says, keyId, signature: signature }, actor: person },
      })),
    },
    {
      ...{ type: 'transfer.cancel-answered', name: 'cancellation', part: '/cancellations' },
      records: cancellations.flatMap(({ id, answer }) => {
        if (answer === null) return [];
        const { person, key: keyId, signature, ...says } = answer;
        return [{ id, says: { ...says, keyId, signature: signature }, actor: person }];
      }),
    },
    {
      ...{ type: 'transfer.cleared', name: 'revision', part: '/clearances' },
      records: clearances.map(({ revision, cleared }) => ({
        id: revision,
        says: { evidence: { cleared } },
        actor: 'system',
      })),
    },
  ];
}

/** Each record has exactly one entry, and the records are sorted by id. */
function matchLines(lines: Lines, entries: readonly LogEntry[], { type, name, part, records }: List): void {
  const own = entries.filter((entry) => entry.type === type);
  const counts = `the log has ${String(own.length)} of these, and ${String(records.length)} are here`;
  lines.require(part, own.length === records.length, counts);
  for (const [at, { id, says, actor }] of records.entries()) {
    const before = records[at - 1]?.id;
    const isInOrder = before === undefined || before === null || (id !== null && before < id);
    lines.require(`${part}/${String(at)}`, isInOrder, 'it does not follow the one before it');
    const entry = own.find(({ detail }) => isEqual(detail[name], id));
    const isSame =
      entry?.actor === actor &&
      Object.entries(says).every(([member, value]) => isEqual(entry.detail[member], value));
    lines.require(`${part}/${String(at)}`, isSame, 'the log does not say so');
  }
}

/** Owners' signatures over the transfer, and over the burn that cancels it. */
function ownerLines(lines: Lines, each: Case): void {
  const { bundle } = each;
  const own = { ownerSignatures: bundle.ownerSignatures, digests: bundle.safeTransaction?.digests };
  signedLines(lines, each, { type: 'transfer.owner-signed', part: '/ownerSignatures', ...own });
  const { ownerSignatures = [], digests } = bundle.cancel ?? {};
  const burn = { ownerSignatures, digests };
  signedLines(lines, each, { type: 'transfer.cancel-signed', part: '/cancel/ownerSignatures', ...burn });
}

interface SignedList {
  readonly type: AuditType;
  readonly part: Part;
  readonly ownerSignatures: Case['bundle']['ownerSignatures'];
  readonly digests: { readonly eip712Digest: string } | undefined;
}

/** In the order in which they arrived. */
function signedLines(
  lines: Lines,
  { entries }: Case,
  { type, part, ownerSignatures, digests }: SignedList,
): void {
  const logged = entries.filter((entry) => entry.type === type);
  lines.require(part, logged.length === ownerSignatures.length, 'the log has more of these, or less');
  const safeTxHash = digests?.eip712Digest ?? null;
  for (const [at, { owner, person, signature }] of ownerSignatures.entries()) {
    const entry = logged[at];
    // By which register, and what the last look saw, is judged with the signature itself.
    const { register: _register, look: _look, ...said } = entry?.detail ?? {};
    const isThere = entry?.actor === person && isEqual(said, { owner, safeTxHash, signature });
    lines.require(`${part}/${String(at)}`, isThere, 'the log does not have it');
  }
}

/** Each request to cancel has its step, in the order in which they were made. */
function cancelLines(lines: Lines, each: Case): void {
  const begun = askingSteps(each);
  const asked = each.bundle.cancellations ?? [];
  lines.require('/cancellations', begun.length === asked.length, 'the log has more of these, or less');
  for (const [at, { askedBy: by, why, at: since }] of asked.entries()) {
    const entry = begun[at]?.entry;
    const { cancel } = (entry?.detail['evidence'] ?? {}) as { readonly cancel?: Json };
    const isThere = entry?.actor === by && isEqual(cancel, { stage: 'asked', by, why, at: since });
    lines.require(`/cancellations/${String(at)}`, isThere, 'the log does not have it');
  }
}

function isEqual(one: Json | undefined, other: unknown): boolean {
  return one !== undefined && canonicalJson(one) === canonicalJson(other as Json);
}
