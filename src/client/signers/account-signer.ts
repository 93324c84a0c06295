import type { Hex } from 'viem';
import type { Address } from '../../domain/values/address.js';
import type { Signer } from './signer.js';

/** A key as viem has it. */
interface Account {
  readonly address: Address;
  readonly signMessage: (asked: { readonly message: string }) => Promise<Hex>;
  readonly sign: (asked: { readonly hash: Hex }) => Promise<Hex>;
}

/** A key in this process. It signs the digest that was recomputed here, never what was served. */
export function accountSigner(what: string, { address, signMessage, sign }: Account): Signer {
  return {
    ...{ what, address },
    signMessage: (message) => signMessage({ message }),
    signTypedData: (_, digest) => sign({ hash: digest }),
  };
}
