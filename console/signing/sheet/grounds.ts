import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { ask } from '../../api/ask.js';
import type { Checked } from '../checks/check.js';
import { type WholeTransfer, checkAsked, checkIntent } from '../checks/intent-checks.js';
import { checkRequester } from '../checks/requester-checks.js';
import { checkSentence } from '../checks/sentence-checks.js';
import { wordsOf } from '../checks/words-of.js';
import { checkPlace } from './place.js';

/** What a transfer is held against, each asked for by itself. */
export interface Grounds {
  readonly chainId: number;
  readonly entry: DestinationView;
  readonly person: PersonView;
}

export async function groundsOf({ destination, requester }: WholeTransfer): Promise<Grounds> {
  const [installation, entry, person] = await Promise.all([
    ask<InstallationView>('/v1/installation', { method: 'GET' }),
    ask<DestinationView>(`/v1/destinations/${destination.id}`, { method: 'GET' }),
    ask<PersonView>(`/v1/people/${requester}`, { method: 'GET' }),
  ]);
  return { chainId: installation.chain.id, entry, person };
}

export function askTransfer(id: string): Promise<TransferDetail> {
  return ask<TransferDetail>(`/v1/transfers/${id}`, { method: 'GET' });
}

/** The transfer of a statement that is about one, whatever else it says: asked for, shown, requested by whom it says. */
export async function checkSubject(
  id: string,
  transfer: TransferDetail,
): Promise<Checked<Grounds & { readonly transfer: WholeTransfer }>> {
  const asked = checkAsked(id, transfer);
  if (!asked.fits) return asked;
  if (asked.made === null)
    return {
      fits: false,
      differences: [{ what: 'Transfer', computed: 'one that is shown', sent: 'masked' }],
    };
  const whole = asked.made;
  const [place, grounds] = await Promise.all([checkPlace(), groundsOf(whole)]);
  if (!place.fits) return place;
  const intended = checkIntent(whole, grounds.chainId);
  if (!intended.fits) return intended;
  const intent = intended.made;
  const sentence = checkSentence(wordsOf(whole, intent), {
    ...{ transfer: whole, intent, entry: grounds.entry },
  });
  if (!sentence.fits) return sentence;
  const requester = await checkRequester(whole, grounds.person);
  if (!requester.fits) return requester;
  return { fits: true, made: { ...grounds, transfer: whole } };
}
