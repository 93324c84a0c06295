import type { Address } from '../../values/address.js';
import type { ProposedSafeTransaction } from '../safe-transaction.js';

interface Described {
  readonly transaction: ProposedSafeTransaction;
  readonly isNonceUnknown?: boolean | undefined;
  readonly version?: string | undefined;
}

/** The fields of a Safe transaction as text, in the order of SafeTx, and what it is for. Members that nobody said are left out. */
export function fieldsOf(
  { transaction, isNonceUnknown, version }: Described,
  { safe, chainId }: { readonly safe: Address | null; readonly chainId: number | null },
): Readonly<Record<string, string>> {
  const { nonce, ...signed } = transaction;
  return {
    ...(safe !== null && { safe }),
    ...(chainId !== null && { chainId: String(chainId) }),
    ...(version !== undefined && { version }),
    ...Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, String(value)])),
    ...(isNonceUnknown !== true && { nonce: nonce.toString() }),
  };
}
