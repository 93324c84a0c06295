import { type InboxKind, askedOf } from '../../../src/domain/duties/inbox.js';
import { BEFORE_RELAY, type TransferState } from '../../../src/domain/transfers/transfer.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { unixSeconds } from '../../../src/domain/values/time.js';
import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { OpenAct } from './transfer-search.js';

export interface Offered {
  readonly act: OpenAct | 'sign';
  readonly word: string;
  readonly tone?: 'main' | 'stop';
}

const RELAYED: readonly TransferState[] = ['relayed', 'signed', 'submitted'];

type Reader = Pick<PersonPrincipal, 'id' | 'roles' | 'groups'>;

/** What somebody can do about a transfer. By the people of its wait: whoever the gates would refuse is not among them. */
export function actsOf(transfer: TransferDetail, person: Reader): readonly Offered[] {
  switch (kindOf(transfer, person.id)) {
    case 'confirm':
      return [REJECT, { act: 'confirm', word: 'Confirm…', tone: 'main' }];
    case 'rekey':
      return [REJECT];
    case 'except':
      return [{ act: 'except', word: 'Except…', tone: 'main' }];
    case 'answer-cancel':
      return [{ act: 'answer-cancel', word: 'Answer its cancel…', tone: 'main' }];
    case 'sign-cancel':
      return [{ act: 'sign', word: 'Sign its cancel…', tone: 'main' }];
    case 'sign':
      return [...cancelling(transfer, person), { act: 'sign', word: 'Sign…', tone: 'main' }];
    // Changes are answered on their own page.
    case 'answer':
    case undefined:
      return [...(mayRejectUnseen(transfer, person) ? [REJECT] : []), ...cancelling(transfer, person)];
  }
}

const REJECT: Offered = { act: 'reject', word: 'Reject…', tone: 'stop' };

/** Whoever has entered it wrongly too often is not asked to confirm it any more. Their no ends it all the same. */
function mayRejectUnseen(
  { masked, evidence, waitsFor, requester, revision, confirmations }: TransferDetail,
  { id, roles, groups }: Reader,
): boolean {
  if (!masked || evidence.state !== 'awaiting-confirmation' || waitsFor?.code !== 'CONFIRMATIONS')
    return false;
  const isConfirmer =
    roles.includes('approver') && evidence.cleared.require.some(({ group }) => groups.includes(group));
  const hasAnswered = confirmations.some((each) => each.person === id && each.revision === revision);
  return isConfirmer && requester !== id && !hasAnswered;
}

/** What it waits for this person to do; undefined if nothing. By the rule of the inbox: a freeze asks nobody to confirm. */
export function kindOf({ waitsFor, masked }: TransferDetail, person: string): InboxKind | undefined {
  if (!waitsFor) return undefined;
  const { code, people } = waitsFor;
  const named = people.map(({ id, name }) => ({ id: parseId('per', id), name }));
  // The gates judge the term by their own clock; the page shows it.
  const asked = { personId: parseId('per', person), isHidden: masked, now: unixSeconds(0) };
  return askedOf({ code, people: named, expiresAt: null }, asked);
}

function cancelling(transfer: TransferDetail, person: Reader): readonly Offered[] {
  return mayCancel(transfer, person) ? [{ act: 'cancel', word: 'Cancel…', tone: 'stop' }] : [];
}

/** Before the relay its requester alone; afterwards compliance and who confirmed it too, because a nonce is burnt. */
function mayCancel({ state, requester, confirmations }: TransferDetail, { id, roles }: Reader): boolean {
  const isOwn = requester === id;
  if (BEFORE_RELAY.some((each) => each === state)) return isOwn;
  if (!RELAYED.includes(state)) return false;
  const hasConfirmed = confirmations.some(
    (each) => each.person === id && each.decision === 'confirm' && each.status === 'counts',
  );
  return isOwn || roles.includes('compliance') || hasConfirmed;
}
