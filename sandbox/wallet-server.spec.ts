import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchOnce } from './fetch-once.js';
import { type WalletServer, startWallet } from './wallet-server.js';

let wallet: WalletServer;

beforeAll(async () => {
  wallet = await startWallet('http://localhost:3000');
});
afterAll(() => wallet.stop());

describe(startWallet.name, () => {
  it('serves a page of another site than localhost, under the policy of the console', async () => {
    expect(wallet.origin).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/);
    const { status, headers } = await fetchOnce(wallet.origin, { headers: { accept: 'text/html' } });
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    // Its only way to the console is `opener`; nothing may frame it.
    expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('names the one console that it answers to', async () => {
    const answer = await fetchOnce(`${wallet.origin}/settings.json`);
    expect(await answer.json()).toEqual({ console: 'http://localhost:3000', chainId: 31_337 });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
