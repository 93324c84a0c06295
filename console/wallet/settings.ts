/** What the sandbox tells its wallet. */
export interface WalletSettings {
  /** The one origin that it answers to. */
  readonly console: string;
  readonly chainId: number;
}

export async function asked(): Promise<WalletSettings> {
  return (await (await fetch('/settings.json')).json()) as WalletSettings;
}
