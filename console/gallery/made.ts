import type { PrincipalView } from '../../src/identity/identity.contract.js';
import type { InstallationView } from '../../src/installation/installation.contract.js';
import type { LimitView } from '../../src/dry-runs/limits/limits.contract.js';
import { Refusal } from '../api/ask.js';
import type { Connection, Live } from '../api/live.js';
import type { Signer } from '../signing/signer.js';
import { TEXTS } from './texts.js';

export const ADDRESS = '0x1BcB8e569EEDAb4668e55145CFEAf190902D3CF2';
export const DIGEST = `0x${'5f3a91c27be044d1'.repeat(4)}`;
const AT = '2026-11-30T12:00:00Z';

/** A sentence as it is signed, with a name and a reference that somebody else chose. */
export const words = (label: string, reference: string): string =>
  `Send 1500.25 sUSD (token ${ADDRESS}) from Safe "Cold 1" (${ADDRESS}) to "${label}" (${ADDRESS}) on chain 31337. Reference: "${reference}"`;

export const principal: PrincipalView = {
  ...{ kind: 'person', id: 'per_1', name: TEXTS.turned, roles: ['approver'], groups: ['treasury'] },
  ...{ keys: [], ownerOf: [], method: 'wallet', openedAt: AT, endsAt: AT, idleEndsAt: AT },
} as unknown as PrincipalView;

export const installation = {
  ...{ name: 'sluice', version: '0.1.0', origin: location.origin, warning: '', isSandbox: true },
  chain: { id: 31_337, name: 'Sandbox' },
  signIn: { wallet: true, passkey: true, whyNoPasskey: null, openId: false },
  ...{ foundingDigest: DIGEST, logKey: 'key', consoleHash: DIGEST.slice(2), sandboxWallet: null },
} as InstallationView;

const safe = (id: string, label: string) => ({
  id,
  label,
  address: ADDRESS,
  enforcement: 'advisory',
  frozen: null,
});
export const safes = {
  data: [safe('saf_1', 'Cold 1'), safe('saf_2', TEXTS.markup), safe('saf_3', TEXTS.long)],
  nextCursor: null,
};

const freeze = (id: string, reason: string, actorName: string | null) => ({
  ...{ id, scope: 'all', code: 'SAFE_FROZEN', reason, actor: 'system', actorName, at: AT },
  ...{ finding: null, standing: true, liftedAt: null, liftedBy: null },
});
export const freezes = {
  data: [
    freeze('frz_1', TEXTS.wordy, 'Rita'),
    freeze('frz_2', TEXTS.long, TEXTS.markup),
    ...['frz_3', 'frz_4'].map((id) => freeze(id, TEXTS.turned, null)),
  ],
  nextCursor: null,
};

export const health = {
  ...{ status: 'down', at: AT, log: { status: 'down', words: TEXTS.wordy } },
  providers: { status: 'warn', words: TEXTS.long },
};
export const counts = { total: 12, kinds: { confirm: 3, rekey: 0, except: 4, sign: 0, answer: 5 } };

export const limit = (used: string, reserved: string): LimitView =>
  ({
    ...{ rule: 'daily', kind: 'rolling-amount', sentence: '', ceiling: null, frees: [], symbol: 'sUSD' },
    scope: { kind: 'all', id: null, label: 'everything' },
    ...{ asset: { id: 'ast_1', symbol: 'sUSD', decimals: 6 }, unit: 'asset', max: '100', free: '0' },
    ...{ used, reserved, window: { seconds: 86_400, words: 'a day' } },
  }) as unknown as LimitView;

export const refusal = (code: string, detail: string, status = 422): Refusal =>
  new Refusal({
    ...{
      type: '',
      title: 'It was refused',
      status,
      detail,
      instance: '/',
      code,
      requestId: 'req_1',
      errors: [],
    },
  } as unknown as Refusal['problem']);

/** A connection that stays as it is. */
export const connected = (connection: Connection): Live =>
  ({ subscribe: () => () => undefined, connection: () => connection }) as unknown as Live;

export const signer = (id: string, kind: Signer['kind'], name: string): Signer => ({
  ...{ id, kind, name },
  sign: () => new Promise(() => undefined),
});
