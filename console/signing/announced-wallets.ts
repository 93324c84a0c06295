import { useSyncExternalStore } from 'react';
import type { Provider } from './provider.js';

/** A wallet that has told this page that it is there (EIP-6963). */
export interface AnnouncedWallet {
  readonly id: string;
  readonly name: string;
  /** Its reverse domain name, by its own word. */
  readonly rdns: string;
  readonly provider: Provider;
}

const NAME_MAX = 40;
let wallets: readonly AnnouncedWallet[] = [];
const listeners = new Set<() => void>();

addEventListener('eip6963:announceProvider', (event) => {
  const wallet = walletIn((event as CustomEvent<unknown>).detail);
  // The first stays: whoever says the same again must not take its place.
  if (!wallet || wallets.some(({ id }) => id === wallet.id)) return;
  wallets = [...wallets, wallet].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const listener of listeners) listener();
});
dispatchEvent(new Event('eip6963:requestProvider'));

/** What extensions say is anything until it has been looked at. */
function walletIn(detail: unknown): AnnouncedWallet | undefined {
  const { info, provider } = membersOf(detail);
  const { uuid, name, rdns } = membersOf(info);
  if (typeof uuid !== 'string' || typeof name !== 'string' || typeof rdns !== 'string') return undefined;
  if (typeof membersOf(provider)['request'] !== 'function') return undefined;
  return { id: uuid, name: name.slice(0, NAME_MAX), rdns, provider: provider as Provider };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The wallets of this browser, by their names. */
export function announcedWallets(): readonly AnnouncedWallet[] {
  return wallets;
}

export function useAnnouncedWallets(): readonly AnnouncedWallet[] {
  return useSyncExternalStore(subscribe, announcedWallets);
}
