import { randomBytes } from 'node:crypto';
import { bytesToHex } from 'viem';
import { type Row, inGroups } from '../../domain/evidence/signer-words.js';
import type { Intent } from '../../domain/transfers/intent.js';
import { ZERO_ADDRESS, parseAddress } from '../../domain/values/address.js';
import { formatAmount, parseAmount } from '../../domain/values/amount.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { parsePlainText } from '../../domain/values/text.js';
import { type UnixSeconds, printUtc } from '../../domain/values/time.js';

const REFERENCE_MAX = 140;

interface Party {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

/** A transfer that somebody wants, with everything by name. */
export interface Wish {
  readonly chainId: number;
  readonly safe: Party;
  readonly asset: Party & { readonly decimals: number };
  readonly destination: Party;
  /** In whole units, as written. */
  readonly amount: string;
  readonly reference: string;
  readonly requester: { readonly id: string; readonly name: string };
  readonly salt: Bytes32;
  readonly expiresAt: UnixSeconds;
}

export function newSalt(): Bytes32 {
  return parseBytes32(bytesToHex(randomBytes(32)));
}

/** What the requester signs. Nothing in it is taken from a statement that was served. */
export function intentOf(wish: Wish): Intent {
  const { chainId, safe, asset, destination, salt, expiresAt } = wish;
  return {
    ...{ chainId, salt, expiresAt, safeId: parseId('safe', safe.id), safe: parseAddress(safe.address) },
    ...{ assetId: parseId('ast', asset.id), asset: parseAddress(asset.address) },
    ...{ destinationId: parseId('dst', destination.id), destination: parseAddress(destination.address) },
    amount: parseAmount(wish.amount, asset.decimals),
    reference: parsePlainText(wish.reference, REFERENCE_MAX),
    requesterId: parseId('per', wish.requester.id),
  };
}

interface Named {
  readonly name: string;
}

/** The same in parts, to be compared. */
export function intentRows(
  intent: Intent,
  {
    safe,
    asset,
    destination,
    requester,
  }: {
    readonly safe: Named;
    readonly asset: Named & { readonly decimals: number };
    readonly destination: Named;
    readonly requester: Named;
  },
): readonly Row[] {
  return [
    { name: 'Amount', value: `${formatAmount(intent.amount, asset.decimals)} ${asset.name}` },
    {
      name: 'in smallest units',
      value: `${intent.amount.toString()} (${asset.name} has ${String(asset.decimals)} decimals)`,
    },
    ...(intent.asset === ZERO_ADDRESS
      ? [{ name: 'Asset', value: `${asset.name}, the chain's own coin` }]
      : [{ name: 'Token address', value: inGroups(intent.asset) }]),
    { name: 'From', value: `${safe.name}, on chain ${String(intent.chainId)}` },
    { name: 'Safe address', value: inGroups(intent.safe) },
    { name: 'To', value: destination.name },
    { name: 'Dest. address', value: inGroups(intent.destination) },
    { name: 'Reference', value: intent.reference },
    { name: 'Requested by', value: `${requester.name} (${intent.requesterId})` },
    { name: 'Expires', value: printUtc(intent.expiresAt) },
  ];
}
