import { idPattern } from '../../domain/values/identifier.js';
import { hasEnded } from '../../domain/transfers/transfer.js';
import { InboxPage, type InboxItem } from '../../inbox/inbox.contract.js';
import { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { TransferPage } from '../../transfer-api/views/transfer-row.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { misused, mismatched, notFound } from '../terminal/failures.js';

const ID = idPattern('tr');

/** The argument of commands about one transfer. */
export const TRANSFER = 'its id, a hash of it, or its whole reference';

/** The id of the transfer that is meant. */
export async function transferCalled(gateway: Gateway, wanted: string): Promise<string> {
  if (ID.test(wanted)) return wanted;
  const { data } = await gateway.get('/v1/transfers', TransferPage, { q: wanted, limit: '50' });
  // By a hash every hit is meant; a reference is a name only as a whole.
  const isHash = /^0x[0-9a-fA-F]{64}$/.test(wanted);
  const found = data.filter(({ reference }) => isHash || reference === wanted);
  // A reference may have been used before: of what has ended, nothing is to be done any more.
  const open = found.filter(({ state }) => !hasEnded(state));
  const [one, ...others] = open.length === 1 ? open : found;
  if (!one) throw notFound(`no transfer is called ${wanted}: name ${TRANSFER}`);
  if (others.length === 0) return one.id;
  throw misused(
    `several transfers are called ${wanted}: name one by its id`,
    ...found.map(({ id, state, words }) => `  ${id}  ${state}  ${words ?? ''}`),
  );
}

/** The one that is named; if none is, the only one that waits for the reader to do this. */
export async function transferOrOnly(
  gateway: Gateway,
  wanted: string | undefined,
  kinds: readonly InboxItem['kind'][],
): Promise<string> {
  if (wanted !== undefined) return transferCalled(gateway, wanted);
  const { data } = await gateway.get('/v1/inbox', InboxPage);
  const waiting = data.filter(({ kind }) => kinds.includes(kind));
  const [one, ...others] = waiting;
  if (!one) throw notFound('no transfer waits for you to do this');
  if (others.length === 0) return one.subject.id;
  throw misused(
    'several transfers wait for you: name one',
    ...waiting.map(
      ({ kind, subject, words }) =>
        `  ${subject.id}  ${kind.endsWith('-cancel') ? 'CANCEL of: ' : ''}${words ?? ''}`,
    ),
  );
}

/** @throws where another one is answered: people name the one that they mean, and sign what is shown */
export async function transferAt(gateway: Gateway, id: string): Promise<TransferDetail> {
  const transfer = await gateway.get(`/v1/transfers/${id}`, TransferDetail);
  if (transfer.id === id) return transfer;
  throw mismatched(`nothing was signed: asked for ${id}, the gateway shows ${transfer.id}`);
}
