import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

const example = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'));
const sandbox = {
  ...example,
  CHAIN_ID: '31337',
  PUBLIC_ORIGIN: 'http://localhost:3000',
  SANDBOX_WALLET: 'http://127.0.0.1:4000',
};

describe('SANDBOX_WALLET', () => {
  it('is an origin of this machine in the sandbox, and otherwise none', () => {
    expect(loadConfig(sandbox).sandboxWallet).toBe('http://127.0.0.1:4000');
    expect(loadConfig({ ...sandbox, SANDBOX_WALLET: '' }).sandboxWallet).toBeNull();
    expect(loadConfig(example).sandboxWallet).toBeNull();
  });

  it.each([
    [{ CHAIN_ID: '1' }, 'it is for the chain of the sandbox only'],
    [{ CHAIN_ID: '11155111' }, 'it is for the chain of the sandbox only'],
    [{ PUBLIC_ORIGIN: 'https://sluice.example' }, 'it is for a console at localhost only'],
    // Cookies ignore the port, so the wallet would get the sessions.
    [{ PUBLIC_ORIGIN: 'http://127.0.0.1:3000' }, 'it is for a console at localhost only'],
    [{ SANDBOX_WALLET: 'http://localhost:4000' }, 'it is at http://127.0.0.1 only'],
    [{ SANDBOX_WALLET: 'https://127.0.0.1:4000' }, 'it is at http://127.0.0.1 only'],
    [{ SANDBOX_WALLET: 'http://127.0.0.1.evil.example' }, 'it is at http://127.0.0.1 only'],
    [{ SANDBOX_WALLET: 'http://127.0.0.1:4000/wallet' }, 'an origin has no path'],
  ])('invariant 6: is refused where money is, and off this machine: %j', (change, why) => {
    expect(() => loadConfig({ ...sandbox, ...change })).toThrow(`SANDBOX_WALLET: ${why}`);
  });
});
