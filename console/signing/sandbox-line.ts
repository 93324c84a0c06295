/** What the console and the sandbox's wallet say to one another. */
export const LINE = { ready: 'sluice-wallet-ready', connect: 'sluice-wallet-connect' } as const;

/** With one end of the line. */
export interface WalletConnect {
  readonly kind: typeof LINE.connect;
  /** Whom the window that asks is of, so that nobody has to say so again; null if it is nobody's. It signs nothing. */
  readonly person: string | null;
}

/** The code by which the wallet refuses a sign-in because whoever is there is somebody else, and says who. */
export const SOMEBODY_ELSE = 4110;

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
