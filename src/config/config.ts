import { privateKeyToAddress } from 'viem/accounts';
import { hexToBytes } from 'viem';
import { z } from 'zod';
import { MalformedLogText } from '../domain/audit-log/malformed.js';
import type { TlogPolicy } from '../domain/audit-log/tlog-policy.js';
import { isWeakSeed } from '../domain/audit-log/weak-seed.js';
import { parseWitnesses } from '../domain/audit-log/witness-setting.js';
import { PROVIDER_NAME } from '../domain/changes/kinds/provider.js';
import { isForbiddenKey } from '../domain/identity/well-known-keys.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { chainFault, isPublicChain } from '../domain/values/chains.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import { relyingParty } from './relying-party.js';
import { sandboxWalletFault } from './sandbox-wallet.js';
import { uncheckedTls } from '../domain/values/unchecked-tls.js';
import { databaseUrl } from './database-url.js';

// The order of secp256k1 (SEC 2, section 2.4.1): a key is a number from 1 to one below it.
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const GWEI = 1_000_000_000n;

// The first checks abort, because the later ones would throw on malformed text, with errors that quote the secret.
const privateKey = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, { error: 'expected 32 bytes as lower-case 0x-hex', abort: true })
  .refine((text) => BigInt(text) > 0n && BigInt(text) < ORDER, { error: 'not a private key', abort: true });
const httpUrl = z.url({ protocol: /^https?$/, abort: true });

/** True if nobody can read the traffic: plain http leaks cookies and codes, except on the loopback interface. */
function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  );
}

/** An optional setting; empty counts as unset, as settings files have it. */
function unset<T extends z.ZodType>(setting: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), setting.optional());
}

/** One provider and where it is. An equals sign in the URL is the URL's. */
const rpcUrl = z
  .string()
  .regex(/^[^=]+=/, { error: 'expected NAME=URL', abort: true })
  .transform((text) => ({ name: text.slice(0, text.indexOf('=')), url: text.slice(text.indexOf('=') + 1) }))
  .pipe(
    z.object({
      name: z.string().regex(PROVIDER_NAME, 'a name is 1 to 32 of a-z, 0-9 and -'),
      url: httpUrl,
    }),
  );

const rpcUrls = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(rpcUrl).min(2, 'at least two RPC providers must agree, so at least two are needed'))
  .refine(
    (list) => new Set(list.map(({ name }) => name)).size === list.length,
    'two RPC providers have one name',
  )
  .refine(
    (list) => new Set(list.map(({ url }) => new URL(url).host)).size === list.length,
    'the same RPC provider twice is one provider',
  );

/** One Safe and the key that sends for it. What is said of a wrong one never quotes it. */
const safeKey = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}=/, { error: 'expected 0xSafeAddress=0xkey', abort: true })
  .transform((text) => ({ safe: addressFromHex(text.slice(0, 42)), key: text.slice(43) }))
  .pipe(z.object({ safe: z.custom<Address>(), key: privateKey }));

const safeKeys = z
  .string()
  .default('')
  .transform((text) => (text.trim() === '' ? [] : text.split(',').map((each) => each.trim())))
  .pipe(z.array(safeKey).max(1000))
  .refine((list) => new Set(list.map(({ safe }) => safe)).size === list.length, 'a Safe has two keys')
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, 'two Safes have one key');

function witnesses(text: string, context: z.RefinementCtx): TlogPolicy | null {
  try {
    const policy = parseWitnesses(text);
    const urls = policy?.witnesses.map(({ url }) => url ?? '') ?? [];
    if (!urls.every((url) => httpUrl.safeParse(url).success && isPrivate(url)))
      throw new MalformedLogText('a witness needs an https URL, except on this machine itself');
    return policy;
  } catch (error) {
    if (!(error instanceof MalformedLogText)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
}

const Settings = z.object({
  /** PostgreSQL 15 or newer. */
  DATABASE_URL: databaseUrl,
  /** Where the governed providers are: `name=url` with commas between. What one of them says, all must say. */
  RPC_URLS: rpcUrls,
  /** EIP-155 chain id that every provider must report: one of the supported ones. */
  CHAIN_ID: z
    .string()
    .regex(/^[1-9][0-9]{0,9}$/, { error: 'expected a chain id as a decimal number', abort: true })
    .transform(Number)
    .superRefine((id, context) => {
      const message = chainFault(id);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  /** Key that pays for executing signed Safe transactions. It must own no Safe. */
  RELAYER_PRIVATE_KEY: privateKey,
  /** Keys of their own for some Safes, so that what is stuck for one of them stops no other: `0xSafe=0xkey`, with commas. */
  RELAYER_PRIVATE_KEYS: safeKeys,
  /** The most that an execution offers, in gwei per gas. */
  RELAYER_FEE_CAP_GWEI: z
    .string()
    .default('500')
    .refine((text) => /^[1-9][0-9]{0,6}$/.test(text), 'expected a whole number of gwei, at least 1')
    .transform((text) => BigInt(text) * GWEI),
  /** Hash of this installation's founding change, as its founders signed it: the root of trust of every right. */
  FOUNDING_DIGEST: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/, 'expected 32 bytes as lower-case 0x-hex, as printed at the founding')
    .transform(parseBytes32),
  /** Names the audit log in its checkpoints. It must never change; C2SP advises a URL without its scheme. */
  LOG_ORIGIN: z
    .string()
    .max(200)
    .regex(
      /^[a-z0-9][a-z0-9.-]*(\/[A-Za-z0-9._~-]+)*$/,
      'expected a name like a URL without scheme, such as "sluice.example/log"',
    ),
  /** The Ed25519 seed that signs checkpoints. It must never change, and all replicas share it. */
  LOG_SIGNING_KEY: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/, { error: 'expected 32 bytes as lower-case 0x-hex', abort: true }),
  /** Witnesses of the log: `vkey@https-url`, comma-separated, all required; or a tlog-policy. None if empty. */
  LOG_WITNESSES: z.string().default('').transform(witnesses),
  /** Signs the session cookie: 32 bytes or more of randomness. */
  SESSION_SECRET: z.string().min(32),
  /** The origin that people's browsers and wallets see; SIWE messages must name it, and passkeys are bound to it. */
  PUBLIC_ORIGIN: httpUrl
    .refine((text) => new URL(text).origin === text, 'an origin has no path and no trailing slash')
    .refine(isPrivate, 'sessions need https, except on this machine itself'),
  /** Reverse proxies whose X-Forwarded-For is believed, as addresses or CIDR ranges; none by default. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    ),
  /** OpenID Connect: the issuer, exactly as its tokens name it, and this client at it. All three, or none. */
  OIDC_ISSUER: unset(
    httpUrl
      .refine((text) => !/[?#@]/.test(text), 'an issuer has no query, fragment or user')
      .refine(isPrivate, 'an issuer needs https, except on this machine itself'),
  ),
  OIDC_CLIENT_ID: unset(z.string().min(1)),
  OIDC_CLIENT_SECRET: unset(z.string().min(1)),
  /** The origin of the sandbox's wallet, by whose keys anybody can sign: only on this machine and the test chain. */
  SANDBOX_WALLET: unset(httpUrl.refine((text) => new URL(text).origin === text, 'an origin has no path')),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/)
    .default('3000')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port, at most 65535'),
});

const OPENID_SETTINGS = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

const SafeSettings = Settings.superRefine((settings, context) => {
  const missing = OPENID_SETTINGS.filter((name) => settings[name] === undefined);
  for (const name of missing.length < OPENID_SETTINGS.length ? missing : []) {
    context.addIssue({
      code: 'custom',
      path: [name],
      message: 'sign-in by OpenID needs all three of its settings',
    });
  }
  if (isPublicChain(settings.CHAIN_ID) && isWeakSeed(hexToBytes(settings.LOG_SIGNING_KEY as `0x${string}`))) {
    const message = 'this key is published, or not random: anyone can sign with it';
    context.addIssue({ code: 'custom', path: ['LOG_SIGNING_KEY'], message });
  }
  const { RELAYER_PRIVATE_KEY: shared, RELAYER_PRIVATE_KEYS: own } = settings;
  if (own.some(({ key }) => key === shared)) {
    const message = 'a key of a Safe of its own is RELAYER_PRIVATE_KEY as well';
    context.addIssue({ code: 'custom', path: ['RELAYER_PRIVATE_KEYS'], message });
  }
  const isForbidden = (key: string) =>
    isForbiddenKey(addressFromHex(privateKeyToAddress(key as `0x${string}`)), settings.CHAIN_ID);
  const forbidden = [
    ...(isForbidden(shared) ? ['RELAYER_PRIVATE_KEY'] : []),
    ...(own.some(({ key }) => isForbidden(key)) ? ['RELAYER_PRIVATE_KEYS'] : []),
  ];
  const walletFault = sandboxWalletFault(settings.SANDBOX_WALLET, settings);
  if (walletFault !== undefined)
    context.addIssue({ code: 'custom', path: ['SANDBOX_WALLET'], message: walletFault });
  for (const name of forbidden) {
    const message = 'this is a well-known test key: anyone can sign with it';
    context.addIssue({ code: 'custom', path: [name], message });
  }
});

export interface OpenIdClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The settings, parsed once at start and frozen. There is no setting that skips or weakens a check. */
export class Config {
  readonly databaseUrl: string;
  readonly rpcProviders: readonly { readonly name: string; readonly url: string }[];
  readonly chainId: number;
  readonly relayerPrivateKey: `0x${string}`;
  /** Of Safes that have their own. */
  readonly relayerPrivateKeys: readonly { readonly safe: Address; readonly key: `0x${string}` }[];
  /** Wei per gas. */
  readonly relayerFeeCap: bigint;
  readonly foundingDigest: Bytes32;
  readonly logOrigin: string;
  readonly logSigningKey: `0x${string}`;
  /** The cosignatures that a checkpoint needs before anything is relayed; null if none. */
  readonly logWitnesses: TlogPolicy | null;
  readonly sessionSecret: string;
  readonly publicOrigin: string;
  /** The host of the public origin, to which passkeys are bound; null where there can be none. */
  readonly rpId: string | null;
  readonly trustedProxies: readonly string[];
  /** Null but in the sandbox. */
  readonly sandboxWallet: string | null;
  /** Null if people sign in only by their keys. */
  readonly openId: OpenIdClient | null;
  readonly host: string;
  readonly port: number;

  constructor(settings: z.output<typeof Settings>) {
    this.databaseUrl = settings.DATABASE_URL;
    this.rpcProviders = settings.RPC_URLS;
    this.chainId = settings.CHAIN_ID;
    this.relayerPrivateKey = settings.RELAYER_PRIVATE_KEY as `0x${string}`;
    this.relayerPrivateKeys = settings.RELAYER_PRIVATE_KEYS.map(({ safe, key }) => ({
      safe,
      key: key as `0x${string}`,
    }));
    this.relayerFeeCap = settings.RELAYER_FEE_CAP_GWEI;
    this.foundingDigest = settings.FOUNDING_DIGEST;
    this.logOrigin = settings.LOG_ORIGIN;
    this.logSigningKey = settings.LOG_SIGNING_KEY as `0x${string}`;
    this.logWitnesses = settings.LOG_WITNESSES;
    this.sessionSecret = settings.SESSION_SECRET;
    this.publicOrigin = settings.PUBLIC_ORIGIN;
    this.rpId = relyingParty(settings.PUBLIC_ORIGIN);
    this.trustedProxies = settings.TRUSTED_PROXIES;
    this.sandboxWallet = settings.SANDBOX_WALLET ?? null;
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
    const isComplete = issuer !== undefined && clientId !== undefined && clientSecret !== undefined;
    this.openId = isComplete ? Object.freeze({ issuer, clientId, clientSecret }) : null;
    this.host = settings.HOST;
    this.port = settings.PORT;
    Object.freeze(this);
  }
}

export const SETTING_NAMES = Object.keys(Settings.shape);

/** Parses the environment, or says in one line per setting what is wrong; values are never printed. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(SETTING_NAMES.map((name) => [name, env[name]]));
  const parsed = SafeSettings.safeParse(given);
  const weakening = uncheckedTls(env);
  if (!parsed.success || weakening !== undefined) {
    const issues = parsed.error?.issues ?? [];
    const lines = [
      ...(weakening === undefined ? [] : [`  ${weakening}`]),
      ...issues.map((issue) => `  ${issue.path.map(String).join('.')}: ${issue.message}`),
    ];
    throw new Error(`The settings are not usable:\n${lines.join('\n')}`);
  }
  return new Config(parsed.data);
}

/** The one place that reads the environment. */
export function configFromEnvironment(): Config {
  return loadConfig(process.env);
}

/** The settings for the founding, which precedes its own digest; the register is not read then. */
export function configForFounding(): Config {
  return loadConfig({ ...process.env, FOUNDING_DIGEST: `0x${'00'.repeat(32)}` });
}
