import type { Asset } from '../assets/asset.js';
import { DomainError } from '../errors.js';
import { type Address, ZERO_ADDRESS, parseAddress } from '../values/address.js';
import { type Amount, formatAmount } from '../values/amount.js';
import { parseLabel, parsePlainText } from '../values/text.js';
import type { Intent } from './intent.js';

const REFERENCE_MAX = 140;

interface Party {
  readonly label: string;
  readonly address: Address;
}

/** One movement with the names of its parts. */
export interface NamedTransfer {
  readonly chainId: number;
  readonly safe: Party;
  readonly destination: Party;
  /** `address` is the token's contract; the native coin has none. */
  readonly asset: { readonly symbol: string; readonly decimals: number; readonly address: Address | null };
  /** Smallest units. */
  readonly amount: Amount;
  readonly reference: string;
}

/** What a line says, parsed from the line alone. */
export interface SaidTransfer {
  /** Whole units of the asset, as written. */
  readonly amount: string;
  readonly symbol: string;
  readonly token: Address | null;
  readonly safe: Party;
  readonly destination: Party;
  readonly chainId: string;
  readonly reference: string;
}

/**
 * A transfer in one line, which a confirmer reads and signs. The line is parsed back before it is returned, so that two
 * different movements never read alike, whatever their labels. The requester's free text comes last.
 * @throws DomainError LABEL_CONFUSABLE if a name makes the line read as another one; TEXT_CONTROL_CHARS, BODY_SCHEMA
 */
export function transferWords(transfer: NamedTransfer): string {
  const said = saidOf(transfer);
  const token = said.token === null ? '' : ` (token ${said.token})`;
  const way = `from ${named(said.safe)} to ${named(said.destination)} on chain ${said.chainId}`;
  const words = `Send ${said.amount} ${said.symbol}${token} ${way}, reference: ${said.reference}`;
  if (JSON.stringify(parseTransferWords(words)) !== JSON.stringify(said))
    throw new DomainError('LABEL_CONFUSABLE', 'a label or symbol makes the transfer read as another one');
  return words;
}

/** Names for the parts of an intent. Addresses and units come from the signed intent itself. */
export interface Names {
  readonly safe: string;
  readonly destination: string;
  readonly asset: Pick<Asset, 'symbol' | 'decimals'>;
}

/** The line of an intent. @throws as `transferWords` */
export function intentWords(intent: Intent, names: Names): string {
  const { symbol, decimals } = names.asset;
  return transferWords({
    chainId: intent.chainId,
    safe: { label: names.safe, address: intent.safe },
    destination: { label: names.destination, address: intent.destination },
    asset: { symbol, decimals, address: intent.asset === ZERO_ADDRESS ? null : intent.asset },
    amount: intent.amount,
    reference: intent.reference,
  });
}

const ADDRESS = '(0x[0-9a-fA-F]{40})';
const PARTY = `(.+?) \\(${ADDRESS}\\)`;
const LINE = new RegExp(
  `^Send ([0-9.]+) ([^ ]+)(?: \\(token ${ADDRESS}\\))? from ${PARTY} to ${PARTY} on chain ([0-9]+), reference: (.+)$`,
);

/**
 * Parses such a line; undefined if it is no transfer's. @throws DomainError ADDRESS_FORMAT if an address in it has a
 * wrong checksum
 */
export function parseTransferWords(words: string): SaidTransfer | undefined {
  const match = LINE.exec(words);
  if (!match) return undefined;
  const [, amount = '', symbol = '', token, from = '', safe = '', to = '', destination = ''] = match;
  return {
    amount,
    symbol,
    token: token === undefined ? null : parseAddress(token),
    safe: { label: from, address: parseAddress(safe) },
    destination: { label: to, address: parseAddress(destination) },
    chainId: match[8] ?? '',
    reference: match[9] ?? '',
  };
}

function saidOf({ chainId, asset, amount, safe, destination, reference }: NamedTransfer): SaidTransfer {
  return {
    amount: formatAmount(amount, asset.decimals),
    symbol: parseLabel(asset.symbol),
    token: asset.address,
    safe: { label: parseLabel(safe.label), address: safe.address },
    destination: { label: parseLabel(destination.label), address: destination.address },
    chainId: String(chainId),
    reference: parsePlainText(reference, REFERENCE_MAX),
  };
}

function named({ label, address }: Party): string {
  return `${label} (${address})`;
}
