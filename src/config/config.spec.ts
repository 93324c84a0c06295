import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import { addressFromHex } from '../domain/values/address.js';
import { SETTING_NAMES, configFromEnvironment, loadConfig } from './config.js';

type Env = Record<string, string | undefined>;

const example: Record<string, string> = Object.fromEntries(
  readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const OPENID = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];
const OPTIONAL = [
  'RELAYER_PRIVATE_KEYS',
  'RELAYER_FEE_CAP_GWEI',
  'LOG_WITNESSES',
  'TRUSTED_PROXIES',
  ...OPENID,
  'SANDBOX_WALLET',
  'HOST',
  'PORT',
];
const required = SETTING_NAMES.filter((name) => !OPTIONAL.includes(name));

function refusalOf(change: Env): string {
  try {
    loadConfig({ ...example, ...change });
  } catch (error) {
    return String(error);
  }
  throw new Error('the settings were taken');
}

const SAFE = addressFromHex(`0x${'5a'.repeat(20)}`);
const OTHER_SAFE = addressFromHex(`0x${'5b'.repeat(20)}`);

function wellKnownKey(index: number): string {
  const { privateKey } = mnemonicAccount(index).getHdKey();
  return `0x${Buffer.from(privateKey ?? []).toString('hex')}`;
}

describe('.env.example', () => {
  it('names exactly the settings that there are', () => {
    expect(Object.keys(example).sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('is usable as it stands', () => {
    expect(loadConfig(example)).toMatchObject({
      databaseUrl: 'postgresql://sluice:change-me@127.0.0.1:5432/sluice',
      rpcProviders: [
        { name: 'own-node', url: 'https://node.sluice.example' },
        { name: 'provider-a', url: 'https://rpc.provider-a.example' },
        { name: 'provider-b', url: 'https://rpc.provider-b.example' },
      ],
      chainId: 1,
      relayerPrivateKey: `0x${'0'.repeat(63)}1`,
      relayerPrivateKeys: [],
      relayerFeeCap: 500_000_000_000n,
      foundingDigest: `0x${'0'.repeat(64)}`,
      logOrigin: 'sluice.example/log',
      logSigningKey: example['LOG_SIGNING_KEY'],
      logWitnesses: null,
      sessionSecret: example['SESSION_SECRET'],
      publicOrigin: 'https://sluice.example',
      rpId: 'sluice.example',
      trustedProxies: [],
      openId: null,
      host: '127.0.0.1',
      port: 3000,
    });
  });
});

describe(loadConfig.name, () => {
  it.each(required)('invariant 6: without %s nothing starts, and the error names it', (name) => {
    const named = new RegExp(`\\n {2}${name}(\\.\\d+)?: `);
    expect(refusalOf({ [name]: undefined })).toMatch(named);
    expect(refusalOf({ [name]: '' })).toMatch(named);
  });

  it('names every setting that is missing at once', () => {
    expect(() => loadConfig({})).toThrow(new RegExp(required.map((name) => `\\n {2}${name}: .*`).join('')));
  });

  it('has a default for the others', () => {
    const given = Object.fromEntries(required.map((name) => [name, example[name]]));
    expect(loadConfig(given)).toMatchObject({ trustedProxies: [], host: '127.0.0.1', port: 3000 });
  });

  it.each([
    ['https://sluice.example', 'sluice.example'],
    ['https://sluice.example:8443', 'sluice.example'],
    ['http://localhost:3000', 'localhost'],
    ['http://127.0.0.1:3000', null],
    ['http://[::1]:3000', null],
    ['https://192.0.2.7', null],
  ])('binds the passkeys of %s to %s', (origin, rpId) => {
    expect(loadConfig({ ...example, PUBLIC_ORIGIN: origin }).rpId).toBe(rpId);
  });

  const unusable: readonly [string, string][] = [
    ['DATABASE_URL', 'mysql://sluice:hunter2@db/sluice'],
    ['DATABASE_URL', 'hunter2'],
    ['DATABASE_URL', 'postgres://sluice:hunter2@db/sluice?sslmode=no-verify'],
    ['DATABASE_URL', 'postgres://sluice:hunter2@db/sluice?sslmode=require&uselibpqcompat=true'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2,b=https://rpc.example/hunter2'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2,b=https://rpc.example/hunter2/'],
    ['RPC_URLS', 'a=https://rpc.example/?hunter2,b=https://RPC.example:443/?hunter2'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2,b=https://rpc.example/another'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2,a=https://other.example'],
    ['RPC_URLS', 'A=https://rpc.example/hunter2,b=https://other.example'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2,=https://other.example'],
    ['RPC_URLS', 'https://rpc.example/hunter2,https://other.example'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2,'],
    ['RPC_URLS', 'a=https://rpc.example/hunter2,b=ws://other.example'],
    ['CHAIN_ID', '0'],
    ['CHAIN_ID', '0x1'],
    ['CHAIN_ID', '-1'],
    ['CHAIN_ID', '1e3'],
    ['CHAIN_ID', ' 1'],
    ['RELAYER_PRIVATE_KEY', 'hunter2'],
    ['RELAYER_PRIVATE_KEY', `0x${'AB'.repeat(32)}`],
    ['RELAYER_PRIVATE_KEY', `0x${'ab'.repeat(31)}`],
    ['RELAYER_PRIVATE_KEY', `0x${'00'.repeat(32)}`],
    ['RELAYER_PRIVATE_KEY', `0x${'ff'.repeat(32)}`],
    ['RELAYER_PRIVATE_KEYS', 'hunter2'],
    ['RELAYER_PRIVATE_KEYS', `${SAFE}=hunter2`],
    ['RELAYER_PRIVATE_KEYS', `${SAFE}=0x${'ff'.repeat(32)}`],
    ['RELAYER_PRIVATE_KEYS', `${SAFE}=0x${'ab'.repeat(32)},`],
    ['RELAYER_PRIVATE_KEYS', `${SAFE}=0x${'ab'.repeat(32)},${SAFE.toLowerCase()}=0x${'cd'.repeat(32)}`],
    ['RELAYER_PRIVATE_KEYS', `${SAFE}=0x${'ab'.repeat(32)},${OTHER_SAFE}=0x${'ab'.repeat(32)}`],
    ['RELAYER_PRIVATE_KEYS', `${SAFE}=${example['RELAYER_PRIVATE_KEY'] ?? ''}`],
    ['RELAYER_FEE_CAP_GWEI', '0'],
    ['RELAYER_FEE_CAP_GWEI', '1.5'],
    ['RELAYER_FEE_CAP_GWEI', '-1'],
    ['RELAYER_FEE_CAP_GWEI', 'inf'],
    ['LOG_ORIGIN', 'https://sluice.example/log'],
    ['LOG_ORIGIN', 'sluice.example/log/'],
    ['LOG_ORIGIN', 'a b'],
    ['LOG_ORIGIN', 'sluice.example+log'],
    ['LOG_ORIGIN', 'sluice.example\nlog'],
    ['LOG_SIGNING_KEY', 'hunter2'],
    ['LOG_SIGNING_KEY', `0x${'AB'.repeat(32)}`],
    ['LOG_SIGNING_KEY', `0x${'ab'.repeat(31)}`],
    ['LOG_SIGNING_KEY', `0x${'11'.repeat(32)}`],
    ['LOG_WITNESSES', 'https://hunter2.example'],
    ['LOG_WITNESSES', 'quorum none'],
    ['SESSION_SECRET', 'hunter2'],
    ['PUBLIC_ORIGIN', 'https://sluice.example/'],
    ['PUBLIC_ORIGIN', 'https://sluice.example/path'],
    ['PUBLIC_ORIGIN', 'https://user:hunter2@sluice.example'],
    ['PUBLIC_ORIGIN', 'sluice.example'],
    ['PUBLIC_ORIGIN', 'http://sluice.example'],
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['HOST', ''],
  ];

  it.each(unusable)('invariant 6: refuses %s=%s by its name, and prints no value', (name, value) => {
    const text = refusalOf({ [name]: value });
    expect(text).toContain(`\n  ${name}`);
    if (value.length > 5) expect(text).not.toContain(value);
    expect(text).not.toMatch(/[0-9]{40}/);
    for (const secret of [
      'hunter2',
      example['RELAYER_PRIVATE_KEY'],
      example['LOG_SIGNING_KEY'],
      example['SESSION_SECRET'],
      'change-me',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('invariant 7: two RPC providers are the least, and each counts once', () => {
    const [one, two, three] = ['a=https://a.example', 'b=https://b.example', 'c=https://c.example'] as const;
    expect(refusalOf({ RPC_URLS: one })).toContain('at least two');
    expect(refusalOf({ RPC_URLS: `${one},${one}` })).toContain('have one name');
    expect(refusalOf({ RPC_URLS: `${one},b=https://a.example/v2` })).toContain('twice is one provider');
    expect(refusalOf({ RPC_URLS: `${one},${two},c=https://a.example` })).toContain('twice is one provider');
    const { rpcProviders } = loadConfig({ ...example, RPC_URLS: `${one}, ${two} ,${three}` });
    expect(rpcProviders.map(({ name, url }) => `${name}=${url}`)).toEqual([one, two, three]);
  });

  it.each([0, 5, 49])(
    'invariant 6: a well-known relayer key (%d) is refused where money is, only',
    (index) => {
      const key = { RELAYER_PRIVATE_KEY: wellKnownKey(index) };
      const text = refusalOf(key);
      expect(text).toContain('RELAYER_PRIVATE_KEY: this is a well-known test key');
      expect(text).not.toContain(key.RELAYER_PRIVATE_KEY.slice(2));
      expect(loadConfig({ ...example, ...key, CHAIN_ID: '31337' }).chainId).toBe(31_337);
    },
  );

  it('invariant 6: a well-known key of one Safe is refused where money is, only', () => {
    const key = { RELAYER_PRIVATE_KEYS: `${SAFE}=${wellKnownKey(5)}` };
    const text = refusalOf(key);
    expect(text).toContain('RELAYER_PRIVATE_KEYS: this is a well-known test key');
    expect(text).not.toContain(wellKnownKey(5).slice(2));
    expect(loadConfig({ ...example, ...key, CHAIN_ID: '31337' }).relayerPrivateKeys).toEqual([
      { safe: SAFE, key: wellKnownKey(5) },
    ]);
  });

  it.each([10, 137, 8453, 42161, 5, 2])(
    'invariant 6: chain %d, whose blocks are not proven here, is refused with those that are',
    (chainId) => {
      const text = refusalOf({ CHAIN_ID: String(chainId) });
      expect(text).toContain(`CHAIN_ID: chain ${String(chainId)} is not supported; supported are 1 (`);
      for (const each of ['11155111', '560048', '31337', 'OP Stack']) expect(text).toContain(each);
    },
  );

  it.each([1, 11155111, 560048, 31337])('takes chain %d', (chainId) => {
    expect(loadConfig({ ...example, CHAIN_ID: String(chainId) }).chainId).toBe(chainId);
  });

  it('invariant 6: a signing key that anyone can know is refused where money is, only', () => {
    const key = { LOG_SIGNING_KEY: `0x${'00'.repeat(31)}01` };
    expect(refusalOf(key)).toContain('LOG_SIGNING_KEY: this key is published, or not random');
    expect(loadConfig({ ...example, ...key, CHAIN_ID: '31337' }).logSigningKey).toBe(key.LOG_SIGNING_KEY);
  });

  it('invariant 6: the kind of environment changes nothing', () => {
    const kinds: Env[] = ['production', 'development', 'test', ''].map((kind) => ({ NODE_ENV: kind }));
    const switches: Env = {
      CI: '1',
      DEBUG: '*',
      SLUICE_SKIP_CHECKS: '1',
      SANDBOX: 'true',
      JEST_WORKER_ID: '1',
    };
    for (const env of [...kinds, switches]) {
      expect(loadConfig({ ...example, ...env })).toEqual(loadConfig(example));
      expect(refusalOf({ ...env, RPC_URLS: 'a=https://a.example' })).toContain('at least two');
    }
  });

  it('invariant 6: nothing starts where Node.js would believe every certificate', () => {
    expect(refusalOf({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toContain(
      'NODE_TLS_REJECT_UNAUTHORIZED: it is 0',
    );
    expect(loadConfig({ ...example, NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual(loadConfig(example));
  });

  it('invariant 6: what was loaded cannot be changed', () => {
    const config = loadConfig(example);
    expect(Object.isFrozen(config)).toBe(true);
    expect(() => Object.assign(config, { chainId: 5 })).toThrow(TypeError);
  });

  describe('of an OpenID provider', () => {
    const complete = {
      OIDC_ISSUER: 'https://login.example/realms/desk',
      OIDC_CLIENT_ID: 'sluice',
      OIDC_CLIENT_SECRET: 'hunter2 hunter2',
    };

    it('are taken all three, or none', () => {
      expect(loadConfig({ ...example, ...complete }).openId).toEqual({
        issuer: complete.OIDC_ISSUER,
        clientId: 'sluice',
        clientSecret: 'hunter2 hunter2',
      });
      for (const name of OPENID) {
        for (const half of [
          { ...complete, [name]: undefined },
          { ...complete, [name]: '' },
        ]) {
          expect(refusalOf(half)).toMatch(new RegExp(`\\n  ${name}: .* all three`));
          expect(refusalOf(half)).not.toContain('hunter2');
        }
        expect(refusalOf({ [name]: complete[name as keyof typeof complete] })).toContain('all three');
      }
    });

    it('name an issuer by https, except on this machine', () => {
      for (const issuer of [
        'http://login.example',
        'http://127.0.0.1.evil.example',
        'ftp://login.example',
        'login.example',
        'https://user:hunter2@login.example',
        'https://login.example/?x=1',
        'https://login.example/#x',
      ]) {
        expect(refusalOf({ ...complete, OIDC_ISSUER: issuer })).toContain('\n  OIDC_ISSUER: ');
      }
      const issuer = 'http://127.0.0.1:4444';
      expect(loadConfig({ ...example, ...complete, OIDC_ISSUER: issuer }).openId?.issuer).toBe(issuer);
    });
  });

  it('reads TRUSTED_PROXIES as a list', () => {
    const { trustedProxies } = loadConfig({ ...example, TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1,' });
    expect(trustedProxies).toEqual(['10.0.0.0/8', '127.0.0.1']);
  });
});

describe(configFromEnvironment.name, () => {
  it('reads the environment of the process', () => {
    const before = { ...process.env };
    try {
      Object.assign(process.env, example);
      expect(configFromEnvironment()).toEqual(loadConfig(example));
    } finally {
      for (const name of Object.keys(example)) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    }
  });
});
