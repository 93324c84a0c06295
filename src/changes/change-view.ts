import { z } from 'zod';
import { type Change, type GovernedChange, isGoverned } from '../domain/changes/change.js';
import { demandOf, openPlaces } from '../domain/register/judge.js';
import { KeyContent } from '../domain/changes/kinds/key.js';
import { type ChangeStatus, type VerifiedAnswer, isOpen, objectKey } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import { type Statement, statementDigest, statementJson } from '../domain/signatures/statement.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { PersonId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { TypedDataView } from '../infra/http/typed-data.contract.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { ChangeView } from './changes.contract.js';

interface Shown {
  readonly change: Change;
  readonly answers: readonly VerifiedAnswer[];
  readonly status: ChangeStatus | { readonly state: 'drafted' };
}

/** A change for people: its sentences, who has answered, and who is still missing. */
export function changeView(register: Registered, { change, answers, status }: Shown): ChangeView {
  if (!isGoverned(change)) throw new TypeError('the founding is no change that is waited for');
  const { direction, require, delaySeconds } = demandOf(register.ledger, change);
  const { id, kind, subject, sentences, proposerId, base, content } = change;
  const before = contentNamed(register, change);
  const nameOf = (person: PersonId | null) => (person && register.people.get(person)?.name) ?? null;
  return {
    ...{ id, subject, base, direction, delaySeconds },
    state: status.state,
    sentences: [...sentences],
    require: [...require],
    missing: [...missingOf(register, { change, answers, status })],
    activeFrom: activeFrom(status),
    because: becauseOf(status),
    proposer: proposerId,
    proposerName: nameOf(proposerId),
    objectLabel: objectLabel(change, content ?? before),
    // Each kind has its own content, which the compiler cannot follow.
    ...({ kind, before, content } as Pick<ChangeView, 'kind' | 'before' | 'content'>),
    expiresAt: printTimestamp(change.expiresAt),
    isRecovery: isRecovery(register, change),
    answers: answers.map(({ personId, decision, reason, at, keyId, signature }) => ({
      ...{ person: personId, personName: nameOf(personId), decision, reason, keyId, signature },
      at: printTimestamp(at),
    })),
  };
}

export function statementView(
  statement: Statement,
  { at, head }: { readonly at: UnixSeconds; readonly head: string },
) {
  return {
    at: printTimestamp(at),
    head,
    typedData: TypedDataView.parse(statementJson(statement)),
    digest: statementDigest(statement),
  };
}

/** Whether the change gives a key to a person who has, or had, one already. */
export function isRecovery(register: Registered, change: GovernedChange): boolean {
  if (change.kind !== 'key' || change.content === null) return false;
  const { personId, purpose } = KeyContent.parse(change.content);
  const keys = register.people.get(personId)?.keys ?? [];
  return keys.some((key) => key.purpose === purpose && key.id !== change.subject);
}

function missingOf(register: Registered, { change, answers, status }: Shown): ChangeView['missing'] {
  if (!isGoverned(change) || (status.state !== 'drafted' && !isOpen(status))) return [];
  return openPlaces(register.ledger, { change, answers }).map(({ people, ...place }) => ({
    ...place,
    people: people.map((id) => ({ id, name: register.people.get(id)?.name ?? '' })),
  }));
}

/** The content of the version that the change replaces: with it everybody can derive the sentences again. */
function contentNamed({ ledger }: Registered, { kind, subject, base }: GovernedChange): Json {
  const versions = ledger.objects.get(objectKey(kind, subject)) ?? [];
  return versions.find(({ hash }) => hash === base)?.content ?? null;
}

const Labelled = z.looseObject({
  label: z.string().optional(),
  name: z.string().optional(),
  symbol: z.string().optional(),
});

/** What people call the object; null if it has no name of its own. */
function objectLabel({ kind, subject }: GovernedChange, content: Json): string | null {
  if (kind === 'provider') return subject;
  const { label, name, symbol } = Labelled.safeParse(content).data ?? {};
  return label ?? name ?? symbol ?? null;
}

function activeFrom(status: Shown['status']): string | null {
  if (status.state === 'approved') return printTimestamp(status.activeFrom);
  return status.state === 'active' ? printTimestamp(status.since) : null;
}

function becauseOf(status: Shown['status']): string | null {
  switch (status.state) {
    case 'rejected':
      return `${status.by}: ${status.reason}`;
    case 'withdrawn':
    case 'superseded':
      return status.reason;
    case 'expired':
      return 'it was not approved in time';
    case 'drafted':
    case 'proposed':
    case 'approved':
    case 'active':
      return null;
  }
}
