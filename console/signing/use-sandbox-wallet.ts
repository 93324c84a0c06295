import { useEffect } from 'react';
import type { InstallationView } from '../../src/installation/installation.contract.js';

/** Where the installation names the wallet of a demonstration, and only there, its provider is loaded. */
export function useSandboxWallet(installation: InstallationView | undefined): void {
  const origin = installation?.sandboxWallet ?? null;
  useEffect(() => {
    if (origin === null) return;
    void import('./sandbox-wallet.js').then(({ announceSandboxWallet }) => {
      announceSandboxWallet(origin);
    });
  }, [origin]);
}
