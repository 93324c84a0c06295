import type { SignerView } from './signer-view.js';
import { digestsText } from '../transfers/digests-text.js';
import { shown } from '../values/shown.js';

/** One line that a signer reads: a name and its value. */
export interface Row {
  readonly name: string;
  readonly value: string;
}

/** An address or a hash in groups of four, so that people do not lose their place while comparing. */
export function inGroups(hex: string): string {
  return `0x ${
    hex
      .slice(2)
      .match(/.{1,4}/g)
      ?.join(' ') ?? ''
  }`;
}

/** What moves, from where and to whom: the same words on the terminal and on the card. */
export function movementRows(view: SignerView): readonly Row[] {
  const { safe, owners, chainId, chain, nonce, operation, call } = view;
  return [
    {
      name: 'Safe',
      value: `${safe.label}: Safe ${safe.version}, ${String(safe.threshold)} of ${String(owners.length)} owners`,
    },
    { name: 'Safe address', value: inGroups(safe.address) },
    { name: 'Chain', value: chain === null ? String(chainId) : `${String(chainId)}, ${chain}` },
    ...movedRows(view),
    { name: 'Safe nonce', value: nonce },
    { name: 'Operation', value: `${operation} (0), never DELEGATECALL` },
    { name: 'The call', value: call },
  ];
}

function movedRows({ asset, amount, destination, nonce }: SignerView): readonly Row[] {
  if (asset === null || amount === null || destination === null)
    return [{ name: 'Amount', value: `nothing: it burns nonce ${nonce}, moves nothing` }];
  const { symbol, decimals, token } = asset;
  return [
    { name: 'Amount', value: `${amount.whole} ${symbol}` },
    { name: 'in smallest units', value: `${amount.units} (${String(decimals)} decimals)` },
    { name: 'Asset', value: token === null ? `${symbol}, the chain's own coin` : `${symbol}, the token` },
    ...(token === null ? [] : [{ name: 'Token address', value: inGroups(token) }]),
    { name: 'Destination', value: destination.label },
    { name: 'Dest. address', value: inGroups(destination.address) },
  ];
}

/** Who cancels the transfer, and what is known of its own signatures. */
function cancelRows({ cancels }: SignerView): readonly Row[] {
  if (!cancels) return [];
  const { askedBy, askedByName, why, confirmedBy, confirmedByName, original, signedOriginal } = cancels;
  const asker = askedBy === 'system' ? 'Sluice itself' : (askedByName ?? askedBy);
  const known =
    signedOriginal.length === 0
      ? 'no signature of it reached Sluice; one may exist'
      : `${signedOriginal.join(', ')} signed it, and should sign the burn first`;
  return [
    { name: 'Cancel asked by', value: `${asker}: ${why}` },
    { name: 'Cancel confirmed by', value: confirmedByName ?? confirmedBy },
    { name: 'Cancels', value: `${original}; ${known}` },
  ];
}

export function peopleRows(view: SignerView): readonly Row[] {
  const { requester, reference, confirmers, exceptions, owners, relayedAt, expiresAt } = view;
  return [
    ...cancelRows(view),
    { name: 'Reference', value: reference },
    { name: 'Requested by', value: `${requester.name} (${requester.id})` },
    ...confirmers.map(({ name, groups, key }) => ({
      name: view.cancels ? 'Payment confirmed by' : 'Confirmed by',
      value: `${name}, ${groups.join(' and ')}, with the key ${key}`,
    })),
    ...exceptions.map((words) => ({ name: 'Excepted', value: words })),
    ...owners.map(({ address, name, hasSigned }) => ({
      name: hasSigned ? 'Owner, signed' : 'Owner',
      value: `${address} ${name ?? "(nobody's key in the register)"}`,
    })),
    { name: 'Relayed at', value: `${relayedAt}; the intent expires at ${expiresAt}` },
  ];
}

/** The fields of the SafeTx, in the order in which devices show them. */
export function fieldRows({ message }: SignerView): readonly Row[] {
  return Object.entries(message).map(([name, value]) => ({ name, value: String(value) }));
}

/** What the reader trusted, and the state of the log. */
export function rootRows({ founding, log }: SignerView): readonly Row[] {
  return [
    { name: 'Founding', value: founding },
    { name: 'Key of the log', value: log.key },
    { name: 'Log', value: `${log.size} entries; the newest about this transfer is of ${log.newest}` },
  ];
}

/** The number of owners' signatures still needed. */
export function missingSignatures({ owners, safe }: SignerView): number {
  return Math.max(0, safe.threshold - owners.filter(({ hasSigned }) => hasSigned).length);
}

/** The whole view for a terminal, with control characters escaped. */
export function requestWords(view: SignerView): string {
  const width = view.cancels ? 20 : 18;
  const rows = (list: readonly Row[]) =>
    list.map(({ name, value }) => shown(`  ${name.padEnd(width)} ${value}`));
  return [
    shown(view.sentence),
    '',
    ...rows(movementRows(view)),
    '',
    ...rows(peopleRows(view)),
    '',
    'A device that shows hashes must show these; capitals are the same as small letters:',
    digestsText(view.digests).replaceAll(/^/gm, '  '),
    '',
    'A device that shows fields must show these:',
    ...rows(fieldRows(view)),
    '',
    ...rows(rootRows(view)),
  ].join('\n');
}
