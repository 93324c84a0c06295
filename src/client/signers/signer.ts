import type { Hex } from 'viem';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';

/** EIP-712 typed data as JSON, the way `eth_signTypedData_v4` takes it. */
export type TypedDataJson = Readonly<Record<string, unknown>>;

/** Something that has a key. It is given only what was recomputed here. */
export interface Signer {
  /** For people: "the keystore tessa.json". */
  readonly what: string;
  /** Null where only its signatures tell. */
  readonly address: Address | null;
  /** EIP-191, for signing in alone. */
  signMessage(message: string): Promise<Hex>;
  /** `digest` is that of the typed data, for signers that need no more. */
  signTypedData(typedData: TypedDataJson, digest: Bytes32): Promise<Hex>;
}
