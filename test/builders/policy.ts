import { type Facts, parseFacts } from '../../src/domain/policies/facts.js';
import { type PolicyDocument, PolicyDocumentSchema, type Rule } from '../../src/domain/policies/policy.js';
import { type Valuer, valuer } from '../../src/domain/policies/price.js';
import { scopeKey } from '../../src/domain/policies/scopes.js';
import { parseId } from '../../src/domain/values/identifier.js';

const id = (n: number): string => `01890a5d-ac96-774b-bcce-b302099a${String(n).padStart(4, '0')}`;

export const USDC = parseId('ast', `ast_${id(1)}`);
export const ETHER = parseId('ast', `ast_${id(2)}`);
export const SAFE = parseId('safe', `safe_${id(3)}`);
export const HOT_WALLET = parseId('dst', `dst_${id(4)}`);
export const OPERATOR = parseId('per', `per_${id(5)}`);
export const OFFICER = parseId('per', `per_${id(6)}`);
export const SECOND_OFFICER = parseId('per', `per_${id(7)}`);
export const NOW = 1_800_000_000;
export const CODE_HASH = `0x${'ab'.repeat(32)}`;
export const OTHER_CODE_HASH = `0x${'cd'.repeat(32)}`;

/** Permits what `someFacts()` states: 1,500 USDC of at most 2,000 each, 5,000 a day for the Safe. */
export function aPolicyDocument(changes: Record<string, unknown> = {}): PolicyDocument {
  const written = {
    schemaVersion: 1,
    name: 'Treasury',
    rules: [
      { id: 'destinations', kind: 'destination-allowed', coolingOffSeconds: 86_400, waivable: false },
      { id: 'assets', kind: 'asset-allowed', assetIds: [USDC], waivable: false },
      aPerTransferRule(),
      aRollingRule(),
    ],
    tiers: [
      { name: 'small', assetId: USDC, upTo: '2000', require: [{ group: 'treasury', count: 1 }] },
      {
        name: 'large',
        assetId: USDC,
        upTo: '1000000',
        require: [
          { group: 'treasury', count: 1 },
          { group: 'risk', count: 1 },
        ],
      },
    ],
    exceptionQuorum: [{ group: 'compliance', count: 1 }],
    maxExpirySeconds: 86_400,
    ...changes,
  };
  // A member that is undefined is one that is not written.
  return PolicyDocumentSchema.parse(JSON.parse(JSON.stringify(written)));
}

export function aPolicy(changes: Record<string, unknown> = {}): {
  version: number;
  document: PolicyDocument;
} {
  return { version: 7, document: aPolicyDocument(changes) };
}

export function aPerTransferRule(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'per-transfer',
    kind: 'amount-per-transfer',
    assetId: USDC,
    max: '2000',
    waivable: true,
    ceiling: '3000',
    ...changes,
  };
}

export function aRollingRule(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'per-day',
    kind: 'rolling-amount',
    assetId: USDC,
    scope: 'safe',
    windowSeconds: 86_400,
    max: '5000',
    waivable: false,
    ...changes,
  };
}

/** Amounts at which numbers of some width end: each is tried with one unit less and one more. */
export const EDGES: readonly bigint[] = [53n, 63n, 64n, 128n, 256n].map(
  (bits) => 2n ** bits - (bits < 256n ? 0n : 1n),
);

/** The price of one whole USDC, or none. */
export function pricedAt(usd: string | null, facts: Facts = someFacts()): Valuer {
  return valuer(usd === null ? {} : { prices: [{ assetId: facts.asset.id, usd }] }, facts);
}

export function aRound(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ provider: 'one', roundId: '7', answer: '100000000', updatedAt: String(NOW - 60) },
    ...{ answeredInRound: '7', decimals: 8 },
    ...changes,
  };
}

/** A price feed at one dollar, read in the same way at two providers. */
export function aFeed(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{
      kind: 'feed',
      priceFeedId: `pfd_${id(8)}`,
      aggregator: '0x8fFfFfd4AfB6115b954Bd326cbe7B4BA576818f6',
    },
    ...{ decimals: 8, maxAgeSeconds: 3_600, min: '0.5', max: '2' },
    rounds: [aRound(), aRound({ provider: 'two' })],
    ...changes,
  };
}

/** One rule of a kind, parsed: what the spec of a rule hands to it. */
export function ruleOf<K extends Rule['kind']>(
  kind: K,
  written: Record<string, unknown>,
): Extract<Rule, { kind: K }> {
  const [rule] = aPolicyDocument({ rules: [written] }).rules;
  if (rule?.kind !== kind) throw new Error(`expected a rule of kind ${kind}`);
  return rule as Extract<Rule, { kind: K }>;
}

type Changes = Partial<Record<keyof Facts, unknown>>;

const SCOPED = {
  safe: { id: SAFE },
  asset: { id: USDC },
  destination: null,
  requester: { personId: OPERATOR, groups: ['desk'] },
};

const STORED = {
  now: NOW,
  stage: 'request',
  chainId: 1,
  safe: {
    id: SAFE,
    chainId: 1,
    address: '0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4',
    frozen: null,
    drift: [],
  },
  asset: {
    kind: 'erc20',
    id: USDC,
    chainId: 1,
    decimals: 6,
    symbol: 'USDC',
    removed: false,
    codeHashPinned: CODE_HASH,
    codeHashActual: CODE_HASH,
  },
  destination: {
    id: HOT_WALLET,
    chainId: 1,
    address: '0xF3A9c0e4f1F0F3ef09D3CA2B1fa8e1c6b2D42334',
    label: 'Hot wallet 1',
    assetIds: [USDC],
    approvedAt: NOW - 86_400,
    expiresAt: NOW + 86_400,
    removedAt: null,
    codeHashPinned: null,
    codeHashActual: null,
  },
  requester: { personId: OPERATOR, isActive: true, roles: ['operator'], groups: ['desk'] },
  intentSignatureValid: true,
  amount: '1500000000',
  expiresAt: NOW + 3_600,
  rolling: [{ ruleId: 'per-day', scopeKey: scopeKey({ scope: 'safe' }, SCOPED), used: '0' }],
  balances: { safe: '10000000000', destination: '1000000000' },
  price: null,
  recent: [],
  exceptions: [],
};

/** The facts in their stored form: parts that are objects are merged one level deep. */
export function someStoredFacts(changes: Changes = {}): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...STORED };
  for (const [key, change] of Object.entries(changes)) merged[key] = mergedPart(merged[key], change);
  return merged;
}

export function someFacts(changes: Changes = {}): Facts {
  return parseFacts(someStoredFacts(changes));
}

export function anException(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    exceptionId: 'exc_1',
    rule: 'per-transfer',
    unit: 'asset',
    ceiling: '3000000000',
    expiresAt: NOW + 600,
    personId: OFFICER,
    groups: ['compliance'],
    ...changes,
  };
}

function mergedPart(before: unknown, change: unknown): unknown {
  return isPart(before) && isPart(change) ? { ...before, ...change } : change;
}

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
