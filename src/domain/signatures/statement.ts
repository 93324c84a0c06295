import { type Hex, hashTypedData } from 'viem';
import type { Address } from '../values/address.js';
import { parseBytes32, type Bytes32 } from '../values/hex.js';

/** A typed statement that a person signs: EIP-712, in the domain of one chain, and of one Safe if it concerns one. */
export interface Statement<Name extends string = string> {
  readonly domain: {
    readonly name: 'Sluice';
    readonly version: '1';
    readonly chainId: number;
    readonly verifyingContract?: Address;
  };
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;
  readonly primaryType: Name;
  readonly message: Readonly<Record<string, unknown>>;
}

export function statementDomain(chainId: number, safe?: Address): Statement['domain'] {
  const domain = { name: 'Sluice', version: '1', chainId } as const;
  return safe === undefined ? domain : { ...domain, verifyingContract: safe };
}

/** The EIP-712 digest of a statement: what the key signs. */
export function statementDigest(statement: Statement): Bytes32 {
  const digest: Hex = hashTypedData({
    domain: statement.domain,
    types: statement.types as Record<string, { name: string; type: string }[]>,
    primaryType: statement.primaryType,
    message: statement.message,
  });
  return parseBytes32(digest);
}

/** The statement as JSON for wallets (`eth_signTypedData_v4`): with EIP712Domain, and numbers as decimal strings. */
export function statementJson(statement: Statement): Readonly<Record<string, unknown>> {
  const message = Object.fromEntries(
    Object.entries(statement.message).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  );
  const eip712Domain = [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    ...(statement.domain.verifyingContract === undefined
      ? []
      : [{ name: 'verifyingContract', type: 'address' }]),
  ];
  return { ...statement, types: { EIP712Domain: eip712Domain, ...statement.types }, message };
}
