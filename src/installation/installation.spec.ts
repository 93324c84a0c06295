import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { loadConfig } from '../config/config.js';
import { InstallationView } from './installation.contract.js';
import { Installation } from './installation.js';

const DIGEST = `0x${'ab'.repeat(32)}`;
const SECRETS = {
  DATABASE_URL: 'postgres://sluice:hunter2@db.internal:5432/sluice',
  RPC_URLS: 'rpc-1=https://rpc.one.example/key1,rpc-2=https://rpc.two.example/key2',
  RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
  SESSION_SECRET: 'a secret that is longer than 32 characters',
};

function viewOf(settings: Readonly<Record<string, string>> = {}): InstallationView {
  const config = loadConfig({
    ...SECRETS,
    ...LOG_SETTINGS,
    CHAIN_ID: '1',
    FOUNDING_DIGEST: DIGEST,
    PUBLIC_ORIGIN: 'https://sluice.example',
    ...settings,
  });
  return InstallationView.parse(new Installation(config, new LogKey(config), { hash: 'c0'.repeat(32) }).view);
}

describe(Installation.name, () => {
  it('says what one must know to sign in, and what everything is verified by', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(viewOf()).toMatchObject({
      name: 'sluice',
      version,
      chain: { id: 1, name: 'Ethereum Mainnet' },
      origin: 'https://sluice.example',
      signIn: { wallet: true, passkey: true, whyNoPasskey: null, openId: false },
      foundingDigest: DIGEST,
      consoleHash: 'c0'.repeat(32),
      sandboxWallet: null,
      isSandbox: false,
      warning: expect.stringContaining('by another channel'),
    });
    expect(viewOf().logKey).toMatch(/^log\.test\/sluice\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/);
  });

  it('says that the local chain is a sandbox, and why an address of numbers has no passkeys', () => {
    const view = viewOf({ CHAIN_ID: '31337', PUBLIC_ORIGIN: 'http://127.0.0.1:3000' });
    expect(view).toMatchObject({
      chain: { id: 31337, name: 'a local test chain' },
      isSandbox: true,
      signIn: { passkey: false, whyNoPasskey: expect.stringContaining('no passkeys for an IP address') },
    });
  });

  it('says where the wallet of the sandbox is', () => {
    const wallet = 'http://127.0.0.1:4000';
    const settings = { CHAIN_ID: '31337', PUBLIC_ORIGIN: 'http://localhost:3000', SANDBOX_WALLET: wallet };
    expect(viewOf(settings).sandboxWallet).toBe(wallet);
  });

  it('says that there is OpenID, and not where', () => {
    const openId = {
      OIDC_ISSUER: 'https://login.internal.example',
      OIDC_CLIENT_ID: 'sluice-client',
      OIDC_CLIENT_SECRET: 'hunter3',
    };
    const view = viewOf(openId);
    expect(view.signIn.openId).toBe(true);
    const told = JSON.stringify(view);
    const hidden = [...Object.values(SECRETS), ...Object.values(openId), LOG_SETTINGS.LOG_SIGNING_KEY];
    for (const secret of [...hidden, 'rpc', 'internal', 'hunter', '0x1111'])
      expect(told).not.toContain(secret);
  });
});
