import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import type { Intent } from '../../../src/domain/transfers/intent.js';
import { type SaidTransfer, parseTransferWords } from '../../../src/domain/transfers/transfer-words.js';
import { ZERO_ADDRESS } from '../../../src/domain/values/address.js';
import { formatAmount } from '../../../src/domain/values/amount.js';
import { type Check, type Checked, NOTHING, checked, unreadable } from './check.js';
import type { WholeTransfer } from './intent-checks.js';

/** What the parts of a sentence have to say, each from elsewhere than from the sentence. */
export interface SentenceOf {
  readonly transfer: WholeTransfer;
  readonly intent: Intent;
  /** The entry of the address book, asked for by itself. */
  readonly entry: DestinationView;
}

/** The sentence that is signed, taken apart: only these parts are shown, and each is what transfer and address book say. */
export function checkSentence(words: string, of: SentenceOf): Checked<SaidTransfer> {
  try {
    const said = parseTransferWords(words);
    if (said) return checked(sentenceChecks(said, of), said);
    return {
      fits: false,
      differences: [{ what: 'Sentence', computed: 'no sentence about a transfer', sent: words }],
    };
  } catch (cause) {
    return unreadable('Sentence', { cause, sent: words });
  }
}

/**
 * Every part of a sentence that moves money is in the intent. Names are those that people confirmed, and may have changed
 * since; they are held by the digest that confirmers signed.
 */
export function movedChecks(
  said: SaidTransfer,
  intent: Intent,
  { decimals }: Pick<WholeTransfer['asset'], 'decimals'>,
): readonly Check[] {
  const token = intent.asset === ZERO_ADDRESS ? NOTHING : intent.asset;
  const checks = [
    ['Amount', formatAmount(intent.amount, decimals), said.amount],
    ['Token', token, said.token ?? NOTHING],
    ['Address of the Safe', intent.safe, said.safe.address],
    ['Address of the destination', intent.destination, said.destination.address],
    ['Chain', String(intent.chainId), said.chainId],
    ['Reference', intent.reference, said.reference],
  ] as const;
  return checks.map(([what, computed, sent]) => ({ what: `${what} in the sentence`, computed, sent }));
}

function sentenceChecks(said: SaidTransfer, { transfer, intent, entry }: SentenceOf): readonly Check[] {
  const { asset, safe, destination } = transfer;
  const token = intent.asset === ZERO_ADDRESS ? NOTHING : intent.asset;
  const inSentence = (what: string, computed: string, sent: string): Check => ({
    what: `${what} in the sentence`,
    ...{ computed, sent },
  });
  return [
    inSentence('Amount', formatAmount(intent.amount, asset.decimals), said.amount),
    inSentence('Asset', asset.symbol, said.symbol),
    inSentence('Token', token, said.token ?? NOTHING),
    inSentence('Name of the Safe', safe.label, said.safe.label),
    inSentence('Address of the Safe', intent.safe, said.safe.address),
    inSentence('Name of the destination', destination.label, said.destination.label),
    inSentence('Address of the destination', intent.destination, said.destination.address),
    inSentence('Chain', String(intent.chainId), said.chainId),
    inSentence('Reference', intent.reference, said.reference),
    { what: 'Entry of the address book', computed: intent.destinationId, sent: entry.id },
    { what: 'Address in the address book', computed: intent.destination, sent: entry.address },
    { what: 'Name in the address book', computed: said.destination.label, sent: entry.label },
    { what: 'Chain in the address book', computed: String(intent.chainId), sent: String(entry.chainId) },
  ];
}
