import type { ChangeKind } from '../../src/domain/changes/change.js';
import { mappingAt } from '../../src/domain/assets/balance-layout.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { newId } from '../../src/infra/database/new-id.js';
import { emptyPolicy, person, quorums } from '../governance.js';
import { SoftAuthenticator } from './authenticator.js';
import { CODE_HASH, ETHER, HOT_WALLET, NOW, OFFICER, SAFE, USDC } from './policy.js';

type Parts = Readonly<Record<string, Json>>;

const DAY = 86_400;
const OWNERS = [
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
];
const ZERO = `0x${'00'.repeat(20)}`;

/** A destination as it is governed, with some parts of it changed. */
export function destinationContent(parts: Parts = {}): Json {
  return {
    chainId: 1,
    address: '0xF3A9c0e4f1F0F3ef09D3CA2B1fa8e1c6b2D42334',
    label: 'Hot wallet 1',
    owner: 'Treasury operations',
    assetIds: [USDC],
    codeHash: null,
    expiresAt: NOW + 365 * DAY,
    limits: [],
    canary: [],
    lookalikes: [],
    control: { kind: 'none', reason: 'A deposit address' },
    ...parts,
  };
}

export function tokenContent(parts: Parts = {}): Json {
  return {
    kind: 'erc20',
    chainId: 1,
    symbol: 'USDC',
    address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
    decimals: 6,
    pins: { codeHash: CODE_HASH, balances: { ...mappingAt(9) }, proxy: null },
    ...parts,
  };
}

export function coinContent(parts: Parts = {}): Json {
  return { kind: 'native', chainId: 1, symbol: 'ETH', ...parts };
}

export function safeContent(profile: Parts = {}, label = 'Cold Safe 1'): Json {
  return {
    label,
    profile: {
      chainId: 1,
      address: '0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4',
      proxyCodeHash: CODE_HASH,
      singleton: '0x34CfAC646f301356fAa8B21e94227e3583Fe3F5F',
      singletonCodeHash: CODE_HASH,
      owners: OWNERS,
      threshold: 2,
      modules: [],
      guard: ZERO,
      moduleGuard: ZERO,
      fallbackHandler: ZERO,
      fallbackHandlerCodeHash: CODE_HASH,
      ...profile,
    },
  };
}

const device = new SoftAuthenticator();

export function passkeyContent(personId: string, of = device): Json {
  const { publicKey, rpId, origin } = of.passkey();
  const { credentialId } = of;
  return {
    kind: 'passkey',
    personId,
    invitedBy: null,
    purpose: 'confirmation',
    credentialId,
    publicKey,
    rpId,
    origin,
  };
}

export function evmKeyContent(personId: string, address: string, purpose = 'confirmation'): Json {
  return { kind: 'evm', personId, invitedBy: null, purpose, address };
}

export function webhookContent(parts: Parts = {}): Json {
  return {
    label: 'Operations',
    url: 'https://hooks.example/sluice',
    events: ['transfer.relayed'],
    ...parts,
  };
}

export function priceFeedContent(parts: Parts = {}): Json {
  return {
    chainId: 1,
    assetId: ETHER,
    aggregator: '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419',
    decimals: 8,
    maxAgeSeconds: 3_600,
    min: '100',
    max: '100000',
    ...parts,
  };
}

export function providerContent(parts: Parts = {}): Json {
  return { name: 'rpc-1', operator: 'operator-1.example', kind: 'own-node', ...parts };
}

/** As they were signed before there were providers: they hold as they are, with the words that they were signed with. */
function quorumsOfOld(): Json {
  const { kinds, lookalike } = quorums(DAY);
  const older = Object.entries(kinds).filter(([kind]) => kind !== 'provider');
  return { kinds: Object.fromEntries(older), lookalike };
}

interface Sample {
  readonly subject: string;
  readonly content: Json;
}

/** One object of every kind, each sound by itself. */
export function aSample(kind: ChangeKind): Sample {
  const samples: Record<ChangeKind, Sample> = {
    person: { subject: newId('per'), content: person('Piet', ['operator', 'approver'], ['treasury']) },
    key: { subject: device.credentialId, content: passkeyContent(OFFICER) },
    destination: { subject: HOT_WALLET, content: destinationContent() },
    asset: { subject: USDC, content: tokenContent() },
    safe: { subject: SAFE, content: safeContent() },
    policy: { subject: 'policy', content: { ...emptyPolicy() } },
    quorums: { subject: 'quorums', content: quorumsOfOld() },
    unfreeze: {
      subject: newId('ufr'),
      content: { freezes: [newId('frz')], reason: 'It was a false alarm' },
    },
    webhook: { subject: newId('whk'), content: webhookContent() },
    'price-feed': { subject: newId('pfd'), content: priceFeedContent() },
    provider: { subject: 'rpc-1', content: providerContent() },
  };
  return samples[kind];
}
