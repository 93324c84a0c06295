import { BEFORE_RELAY, type TransferState } from '../../../src/domain/transfers/transfer.js';
import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { OpenAct } from './transfer-search.js';

export interface Offered {
  readonly act: OpenAct | 'sign';
  readonly word: string;
  readonly tone?: 'main' | 'stop';
}

const RELAYED: readonly TransferState[] = ['relayed', 'signed', 'submitted'];

/** What somebody can do about a transfer. By the people of its wait: whoever the gates would refuse is not among them. */
export function actsOf(
  transfer: TransferDetail,
  person: Pick<PersonPrincipal, 'id' | 'roles'>,
): readonly Offered[] {
  const { state, waitsFor, masked } = transfer;
  const isAsked = waitsFor?.people.some(({ id }) => id === person.id) === true;
  if (state === 'awaiting-confirmation' && isAsked)
    return [
      { act: 'reject', word: 'Reject…', tone: 'stop' },
      ...(masked ? [] : [{ act: 'confirm', word: 'Confirm…', tone: 'main' } as const]),
    ];
  if (state === 'needs-exception' && isAsked && !masked)
    return [{ act: 'except', word: 'Except…', tone: 'main' }];
  if (state === 'cancelling' && isAsked)
    return waitsFor.code === 'CANCEL_CONFIRMATION'
      ? [{ act: 'answer-cancel', word: 'Answer its cancel…', tone: 'main' }]
      : [{ act: 'sign', word: 'Sign its cancel…', tone: 'main' }];
  return [
    ...(mayCancel(transfer, person) ? [{ act: 'cancel', word: 'Cancel…', tone: 'stop' } as const] : []),
    ...(RELAYED.includes(state) && isAsked ? [{ act: 'sign', word: 'Sign…', tone: 'main' } as const] : []),
  ];
}

/** Before the relay its requester alone; afterwards compliance and who confirmed it too, because a nonce is burnt. */
function mayCancel(
  { state, requester, confirmations }: TransferDetail,
  { id, roles }: Pick<PersonPrincipal, 'id' | 'roles'>,
): boolean {
  const isOwn = requester === id;
  if (BEFORE_RELAY.some((each) => each === state)) return isOwn;
  if (!RELAYED.includes(state)) return false;
  const hasConfirmed = confirmations.some(
    (each) => each.person === id && each.decision === 'confirm' && each.status === 'counts',
  );
  return isOwn || roles.includes('compliance') || hasConfirmed;
}
