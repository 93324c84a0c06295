import { type Facts, parseFacts } from '../src/domain/policies/facts.js';
import { type PolicyDocument, PolicyDocumentSchema } from '../src/domain/policies/policy.js';
import { amountOf } from '../src/domain/values/amount.js';

const id = (n: number): string => `01890a5d-ac96-774b-bcce-${n.toString(16).padStart(12, '0')}`;
const [asset, safe, requester] = [`ast_${id(1)}`, `safe_${id(2)}`, `per_${id(3)}`];
const NOW = 1_800_000_000;
const DAY = 86_400;
const CODE_HASH = `0x${'ab'.repeat(32)}`;

/** The transfer that every engine decides: 1,500, where 2,000 per transfer and 5,000 a day are allowed; 6 decimals. */
export const QUESTION = {
  amount: 1_500_000_000,
  used: 2_000_000_000,
  max: 2_000_000_000,
  perDay: 5_000_000_000,
};

/** The rules that every engine gets: destinations, assets, maximum per transfer and per day, requesters. */
export const DOCUMENT: PolicyDocument = PolicyDocumentSchema.parse({
  schemaVersion: 1,
  name: 'Bench',
  rules: [
    { id: 'destinations', kind: 'destination-allowed', coolingOffSeconds: DAY, waivable: false },
    { id: 'assets', kind: 'asset-allowed', assetIds: [asset], waivable: false },
    { id: 'per-transfer', kind: 'amount-per-transfer', assetId: asset, max: '2000', waivable: false },
    {
      ...{ id: 'per-day', kind: 'rolling-amount', assetId: asset, scope: 'safe' },
      ...{ windowSeconds: DAY, max: '5000', waivable: false },
    },
  ],
  tiers: [{ name: 'all', assetId: asset, upTo: '2000', require: [{ group: 'treasury', count: 1 }] }],
  exceptionQuorum: [{ group: 'compliance', count: 1 }],
  maxExpirySeconds: DAY,
});

/** An address book of a given length. Every entry allows the asset and has passed its cooling-off. */
export function bookOf(length: number): ReadonlyMap<string, NonNullable<Facts['destination']>> {
  return new Map(Array.from({ length }, (_, index) => [destinationId(index), entryOf(index)] as const));
}

export function destinationId(index: number): string {
  return `dst_${id(1_000 + index)}`;
}

function entryOf(index: number): NonNullable<Facts['destination']> {
  const { destination } = factsWith({
    id: destinationId(index),
    chainId: 1,
    // Digits only: an address without letters has no checksum that could be wrong.
    address: `0x${String(index).padStart(40, '1')}`,
    label: `Hot wallet ${String(index)}`,
    assetIds: [asset],
    approvedAt: NOW - 30 * DAY,
    expiresAt: NOW + 30 * DAY,
    removedAt: null,
    codeHashPinned: null,
    codeHashActual: null,
    terms: { maxPerTransfer: null, canary: null, settledTransfers: 1, lookalikes: [] },
  });
  if (destination === null) throw new Error('the facts are of a destination');
  return destination;
}

/** Parsed facts, as a gateway gathers them. */
function factsWith(destination: object): Facts {
  return parseFacts({
    ...{ now: NOW, stage: 'request', chainId: 1 },
    safe: { id: safe, chainId: 1, address: `0x${'22'.repeat(20)}`, frozen: null, drift: [] },
    asset: {
      ...{ kind: 'erc20', id: asset, chainId: 1, decimals: 6, symbol: 'USDC', removed: false },
      ...{ codeHashPinned: CODE_HASH, codeHashActual: CODE_HASH },
    },
    destination,
    requester: { personId: requester, isActive: true, roles: ['operator'], groups: ['desk'] },
    intentSignatureValid: true,
    amount: String(QUESTION.amount),
    expiresAt: NOW + 3_600,
    rolling: [
      { ruleId: 'per-day', scopeKey: `safe:${safe}:${asset}`, used: String(QUESTION.used), frees: [] },
    ],
    balances: { safe: '10000000000000', destination: '0' },
    price: null,
    recent: [],
    exceptions: [],
  });
}

/** The question about one entry of a book, with fresh objects for each decision. */
export function factsOf(
  book: ReturnType<typeof bookOf>,
  destination: string,
  amount = QUESTION.amount,
): Facts {
  const entry = book.get(destination);
  if (!entry) throw new Error('there is no such entry');
  return {
    ...TEMPLATE,
    rolling: [...TEMPLATE.rolling],
    destination: entry,
    amount: amountOf(BigInt(amount)),
  };
}

const TEMPLATE = factsWith(plainEntry());

function plainEntry(): object {
  return {
    ...{ id: destinationId(0), chainId: 1, address: `0x${'33'.repeat(20)}`, label: 'Hot', assetIds: [] },
    ...{ approvedAt: 0, expiresAt: 0, removedAt: null, codeHashPinned: null, codeHashActual: null },
  };
}
