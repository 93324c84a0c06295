import { isPublicChain } from '../domain/values/chains.js';

interface Installed {
  readonly PUBLIC_ORIGIN: string;
  readonly CHAIN_ID: number;
}

/**
 * Why the wallet of the sandbox cannot be offered; undefined if it can, or is not. Its keys are known to everybody, so it
 * is for where nothing has value, and for this machine alone. Cookies ignore the port: it must be of another site than the
 * console, or it would get people's sessions.
 */
export function sandboxWalletFault(
  wallet: string | undefined,
  { PUBLIC_ORIGIN: origin, CHAIN_ID: chainId }: Installed,
): string | undefined {
  if (wallet === undefined) return undefined;
  if (isPublicChain(chainId)) return 'it is for the chain of the sandbox only';
  const [at, console] = [new URL(wallet), new URL(origin)];
  if (at.protocol !== 'http:' || at.hostname !== '127.0.0.1') return 'it is at http://127.0.0.1 only';
  return console.hostname === 'localhost' ? undefined : 'it is for a console at localhost only';
}
