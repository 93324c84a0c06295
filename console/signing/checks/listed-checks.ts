import { parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import { DomainError } from '../../../src/domain/errors.js';
import { type Check, NOTHING } from './check.js';
import type { WholeTransfer } from './intent-checks.js';

/** A transfer as a list has shown it; whatever is null was not shown there. */
export interface ListedTransfer {
  readonly amount: string | null;
  readonly amountUnits: string | null;
  readonly reference: string | null;
  readonly words: string | null;
  readonly destination: { readonly id: string; readonly address?: string } | null;
}

/**
 * A transfer beside the lists that led to it. Only what no transfer ever changes is compared, so that a list of yesterday
 * is no lie of today: names may be others since.
 */
export function listedChecks(transfer: WholeTransfer, listed: readonly ListedTransfer[]): readonly Check[] {
  return listed.flatMap((row) => [...partChecks(transfer, row), ...sentenceChecks(transfer, row.words)]);
}

function partChecks(transfer: WholeTransfer, row: ListedTransfer): readonly Check[] {
  const { id, address } = transfer.destination;
  return [
    inList('Amount', transfer.amount, row.amount),
    inList('Amount in smallest units', transfer.amountUnits, row.amountUnits),
    inList('Reference', transfer.reference, row.reference),
    inList('Destination', id, row.destination?.id),
    inList('Address of the destination', address, row.destination?.address),
  ];
}

function sentenceChecks(transfer: WholeTransfer, words: string | null): readonly Check[] {
  if (words === null) return [];
  const said = readable(words);
  if (!said) return [{ what: 'Sentence in the list', computed: 'one of a transfer', sent: words }];
  return [
    inList('Amount in the sentence', transfer.amount, said.amount),
    inList('Reference in the sentence', transfer.reference, said.reference),
    inList('Address of the Safe in the sentence', transfer.safe.address, said.safe.address),
    inList(
      'Address of the destination in the sentence',
      transfer.destination.address,
      said.destination.address,
    ),
  ];
}

function readable(words: string): ReturnType<typeof parseTransferWords> {
  try {
    return parseTransferWords(words);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** What a list has not shown is no difference. */
function inList(what: string, computed: string | null, listed: string | null | undefined): Check {
  const made = computed ?? NOTHING;
  return { what: `${what}, in the list`, computed: made, sent: listed ?? made };
}
