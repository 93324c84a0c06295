import type { z } from 'zod';
import type { FoundingDocument } from '../src/bootstrap/founding-document.js';
import { newId } from '../src/infra/database/new-id.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from './people.js';
import { DEFAULT_DELAY_SECONDS } from './delays.js';
import { namedProviders } from './rpc-urls.js';

export type Founding = z.input<typeof FoundingDocument>;

export interface FoundingParts {
  readonly safes: readonly { readonly label: string; readonly address: string }[];
  readonly token: { readonly address: string; readonly codeHash: string };
  readonly hotWallet: string;
  /** RFC 3339 UTC, whole seconds. */
  readonly now: Date;
  /** How long a change that loosens waits, and a new destination after it. They are governed like everything else. */
  readonly delaySeconds?: number;
}

const DAY_MS = 86_400_000;

/** The sandbox's founding document, in the same format as a real one. */
export function sandboxFounding(parts: FoundingParts): Founding {
  const eth = newId('ast');
  const usd = newId('ast');
  const { delaySeconds = DEFAULT_DELAY_SECONDS } = parts;
  return {
    people: DEMO_PEOPLE.map((person) => {
      const owner = ownerKey(person);
      return {
        id: newId('per'),
        name: person.name,
        roles: [...person.roles],
        groups: [...person.groups],
        keys: [
          evmKey(confirmationKey(person).address, 'confirmation'),
          ...(owner ? [evmKey(owner.address, 'owner')] : []),
        ],
      };
    }),
    safes: parts.safes.map((safe) => ({ id: newId('safe'), ...safe })),
    assets: [
      { kind: 'native', id: eth, symbol: 'ETH' },
      {
        kind: 'erc20',
        id: usd,
        symbol: 'sUSD',
        address: parts.token.address,
        decimals: 6,
        codeHash: parts.token.codeHash,
      },
    ],
    destinations: [
      {
        id: newId('dst'),
        label: 'Hot wallet 1',
        owner: 'Treasury operations',
        address: parts.hotWallet,
        assetIds: [eth, usd],
        approvedAt: wireTime(parts.now.getTime() - 2 * DAY_MS),
        expiresAt: wireTime(parts.now.getTime() + 365 * DAY_MS),
      },
    ],
    providers: namedProviders(2),
    policy: sandboxPolicy(eth, usd, delaySeconds),
    quorums: sandboxQuorums(delaySeconds),
    foundingQuorum: [{ group: 'governance', count: 3 }],
  };
}

/** Loosening takes two people and the delay; tightening takes less. Two people lift a freeze, without delay. */
function sandboxQuorums(delaySeconds: number): Founding['quorums'] {
  const two = [{ group: 'governance', count: 2 }];
  const waits = { loosen: { require: two, delaySeconds }, tighten: { require: [] } };
  const asked = { ...waits, tighten: { require: [{ group: 'governance', count: 1 }] } };
  return {
    kinds: {
      person: waits,
      key: waits,
      destination: waits,
      asset: waits,
      safe: waits,
      policy: asked,
      quorums: { ...waits, tighten: { require: two } },
      unfreeze: { loosen: { require: two, delaySeconds: 0 }, tighten: { require: two } },
      webhook: waits,
      'price-feed': waits,
      provider: asked,
    },
    lookalike: [{ group: 'compliance', count: 1 }],
  };
}

function evmKey(address: string, purpose: 'confirmation' | 'owner') {
  return { kind: 'evm' as const, address, purpose };
}

function sandboxPolicy(eth: string, usd: string, delaySeconds: number): Founding['policy'] {
  return {
    schemaVersion: 1,
    name: 'Sandbox policy',
    rules: [
      {
        id: 'destination-allowed',
        kind: 'destination-allowed',
        coolingOffSeconds: delaySeconds,
        waivable: false,
      },
      { id: 'asset-allowed', kind: 'asset-allowed', assetIds: [eth, usd], waivable: false },
      {
        id: 'eth-per-transfer',
        kind: 'amount-per-transfer',
        assetId: eth,
        max: '50',
        waivable: true,
        ceiling: '100',
      },
      {
        id: 'usd-per-transfer',
        kind: 'amount-per-transfer',
        assetId: usd,
        max: '250000',
        waivable: true,
        ceiling: '500000',
      },
      { id: 'eth-per-day', ...daily(eth, '200', '400') },
      { id: 'usd-per-day', ...daily(usd, '1000000', '2000000') },
    ],
    tiers: [
      { name: 'eth-small', assetId: eth, upTo: '10', require: [{ group: 'treasury', count: 1 }] },
      { name: 'eth-large', assetId: eth, upTo: '100', require: bothGroups },
      { name: 'usd-small', assetId: usd, upTo: '25000', require: [{ group: 'treasury', count: 1 }] },
      { name: 'usd-large', assetId: usd, upTo: '500000', require: bothGroups },
    ],
    exceptionQuorum: [{ group: 'compliance', count: 2 }],
    maxExpirySeconds: 259_200,
  };
}

const bothGroups = [
  { group: 'treasury', count: 1 },
  { group: 'risk', count: 1 },
];

function daily(assetId: string, max: string, ceiling: string) {
  const window = { kind: 'rolling-amount' as const, scope: 'safe' as const, windowSeconds: 86_400 };
  return { ...window, assetId, max, waivable: true as const, ceiling };
}

export function wireTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.[0-9]{3}Z$/, 'Z');
}
