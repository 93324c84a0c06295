import {
  type Destination,
  type DestinationContent,
  type DestinationContentJson,
  parseDestinationContent,
} from '../../src/domain/address-book/destination.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { HOT_WALLET, NOW, USDC } from './policy.js';

const DAY = 86_400;

const STORED: DestinationContentJson = {
  chainId: 1,
  address: '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334',
  label: 'Hot wallet 1',
  owner: 'Treasury operations',
  assetIds: [USDC],
  codeHash: null,
  expiresAt: NOW + 365 * DAY,
  limits: [{ assetId: USDC, maxPerTransfer: '1000' }],
  canary: [{ assetId: USDC, max: '10' }],
  control: {
    kind: 'eoa',
    signature: `0x${'11'.repeat(65)}`,
    challenge: `0x${'22'.repeat(32)}`,
    expiresAt: NOW + DAY,
  },
  lookalikes: [],
};

/** An entry's content as stored: a hot wallet that may receive USDC. */
export function aStoredContent(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...STORED, ...changes };
}

export function aContent(changes: Partial<DestinationContentJson> = {}): DestinationContent {
  return parseDestinationContent(aStoredContent(changes));
}

/** An entry in force since yesterday. */
export function aDestination(
  changes: Partial<DestinationContentJson> & { readonly id?: string; readonly removedAt?: number } = {},
): Destination {
  const { id = HOT_WALLET, removedAt, ...content } = changes;
  return {
    ...aContent(content),
    id: parseId('dst', id),
    approvedAt: unixSeconds(NOW - DAY),
    removedAt: removedAt === undefined ? null : unixSeconds(removedAt),
  };
}
