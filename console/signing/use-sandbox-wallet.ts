import { useEffect } from 'react';
import type { InstallationView } from '../../src/installation/installation.contract.js';

/**
 * Where the installation names the wallet of a demonstration, and only there, its provider is loaded. It is told who is
 * signed in: null if nobody is, undefined if that says nothing about whose wallet it is.
 */
export function useSandboxWallet(installation: InstallationView | undefined, person?: string | null): void {
  const origin = installation?.sandboxWallet ?? null;
  useEffect(() => {
    if (origin === null) return;
    void import('./sandbox-wallet.js').then(({ announceSandboxWallet, hintPerson }) => {
      announceSandboxWallet(origin);
      if (person !== undefined) hintPerson(person);
    });
  }, [origin, person]);
}
