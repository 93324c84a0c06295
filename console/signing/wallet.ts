import { stringToHex } from 'viem';
import { isForm } from './hex-form.js';
import { type Provider, askWallet } from './provider.js';
import { SigningStopped } from './signer.js';

/** One of the person's keys, as the wallet that has it must know it. */
export interface FittingKey {
  /** With its checksum. */
  readonly address: string;
  readonly label: string | null;
}

/** Whatever a wallet is asked, this is looked at first, so that nobody is prompted in vain. */
export interface Fitting {
  /** Null where any account will do: to sign in, and to enrol one. */
  readonly keys: readonly FittingKey[] | null;
  readonly chainId: number;
}

/** The account of the wallet that fits. @throws SigningStopped if it is on another chain, or has another account open */
export async function fittingAccount(provider: Provider, { keys, chainId }: Fitting): Promise<string> {
  const accounts = await accountsOf(provider);
  const [first] = accounts;
  if (first === undefined) throw new SigningStopped('The wallet shows no account. Unlock it, and try again.');
  await requireChain(provider, chainId);
  if (keys === null) return first;
  const fitting = accounts.find((account) => keys.some(({ address }) => isSame(address, account)));
  if (fitting !== undefined) return fitting;
  throw new SigningStopped(
    `The wallet has ${first} open, which is no key of yours for this. Choose ${keys.map(named).join(' or ')} there, and try again.`,
  );
}

/** EIP-191, to sign in and for nothing else. */
export async function signMessage(provider: Provider, message: string, account: string): Promise<string> {
  return signatureIn(await askWallet(provider, 'personal_sign', [stringToHex(message), account]));
}

export async function signTypedData(
  provider: Provider,
  typedData: Readonly<Record<string, unknown>>,
  account: string,
): Promise<string> {
  return signatureIn(await askWallet(provider, 'eth_signTypedData_v4', [account, JSON.stringify(typedData)]));
}

async function accountsOf(provider: Provider): Promise<readonly string[]> {
  const accounts = await askWallet(provider, 'eth_requestAccounts');
  if (!Array.isArray(accounts)) throw new SigningStopped('The wallet names no accounts.');
  return accounts.filter((account) => isForm(account, 20));
}

async function requireChain(provider: Provider, chainId: number): Promise<void> {
  const answer = await askWallet(provider, 'eth_chainId');
  const chain = typeof answer === 'string' && /^0x[0-9a-f]{1,13}$/i.test(answer) ? Number(answer) : undefined;
  if (chain === chainId) return;
  const where = chain === undefined ? 'no chain that it could name' : `chain ${String(chain)}`;
  throw new SigningStopped(
    `The wallet is on ${where}. Here it takes chain ${String(chainId)}. Switch it there, and try again.`,
  );
}

function signatureIn(answer: unknown): string {
  if (isForm(answer, 65)) return answer.toLowerCase();
  throw new SigningStopped('The wallet gave no signature of 65 bytes. Only those of plain keys count here.');
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function named({ address, label }: FittingKey): string {
  return label === null ? address : `“${label}” (${address})`;
}
