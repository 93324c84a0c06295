/** What the console and the sandbox's wallet say to one another. */
export const LINE = { ready: 'sluice-wallet-ready', connect: 'sluice-wallet-connect' } as const;

/** With one end of the line. */
export interface WalletConnect {
  readonly kind: typeof LINE.connect;
  /** Who signed last in the window that asks; null if nobody has. */
  readonly person: string | null;
}

export interface WalletRequest {
  readonly kind: 'request';
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface WalletAnswer {
  readonly kind: 'answer';
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export type WalletMessage = WalletAnswer | { readonly kind: 'person'; readonly name: string | null };
