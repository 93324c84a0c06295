import { type TypedDataDefinition, hashTypedData } from 'viem';
import { type Signable, SigningStopped } from './signer.js';

/** The page made the digest by code of Sluice's own; a second implementation has to make the same. */
export function requireSameDigest({ typedData, digest }: Signable): void {
  const again = hashTypedData(typedData as unknown as TypedDataDefinition);
  if (again === digest) return;
  throw new SigningStopped(`Two ways to hash it give ${digest} and ${again}. Tell the engineers.`);
}
