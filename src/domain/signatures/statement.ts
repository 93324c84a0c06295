import { type Hex, concat, domainSeparator, hashStruct, keccak256 } from 'viem';
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
export function statementDigest({ domain, types, primaryType, message }: Statement): Bytes32 {
  const struct = hashStruct({
    data: { ...message },
    primaryType,
    types: types as Record<string, { name: string; type: string }[]>,
  });
  return parseBytes32(keccak256(concat(['0x1901', separatorOf(domain), struct])));
}

// Domains are few: one for each Safe and chain. To make a separator takes a third of the time of a digest, and a page of
// transfers takes many digests.
const SEPARATORS_MAX = 1_000;
const separators = new Map<string, Hex>();

function separatorOf(domain: Statement['domain']): Hex {
  const name = JSON.stringify(domain);
  const known = separators.get(name);
  if (known) return known;
  if (separators.size >= SEPARATORS_MAX) separators.clear();
  const separator = domainSeparator({ domain });
  separators.set(name, separator);
  return separator;
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
