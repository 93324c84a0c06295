import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { type Check, NOTHING } from './check.js';
import { claimedKey } from './requester-checks.js';

type Confirmation = TransferDetail['confirmations'][number];

interface Confirmed {
  /** Of the clearance, made here. */
  readonly digest: string;
  readonly confirmations: readonly Confirmation[];
  readonly people: readonly PersonView[];
}

/**
 * The people who confirmed signed the sentence that is shown: each by a key that is, or was, enrolled for them. A passkey
 * is named by its assertion; the gateway verifies that, and so does the file.
 */
export async function confirmerChecks({
  digest,
  confirmations,
  people,
}: Confirmed): Promise<readonly Check[]> {
  const counting = confirmations.filter(
    ({ status, decision }) => status === 'counts' && decision === 'confirm',
  );
  if (counting.length === 0) return [{ what: 'Confirmations', computed: 'at least one', sent: NOTHING }];
  const each = await Promise.all(counting.map((confirmation) => checksOf(confirmation, digest, people)));
  return each.flat();
}

async function checksOf(
  { person, personName, digest: sent, signature }: Confirmation,
  digest: string,
  people: readonly PersonView[],
): Promise<readonly Check[]> {
  const known = people.find(({ id }) => id === person);
  const name = personName ?? person;
  const key = await claimedKey(digest, signature);
  const keys = (known?.keys ?? []).filter(({ purpose }) => purpose === 'confirmation').map(({ id }) => id);
  return [
    { what: `What ${name} confirmed`, computed: digest, sent },
    { what: `Name of ${person}`, computed: known?.name ?? NOTHING, sent: name },
    {
      what: `Key that confirmed for ${name}`,
      computed: key,
      sent: keys.includes(key) ? key : keys.join(', '),
    },
  ];
}
