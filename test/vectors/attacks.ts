import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addressFromHex } from '../../src/domain/values/address.js';
import { parseHex } from '../../src/domain/values/hex.js';

const address = z.string().transform(addressFromHex);
const units = z.string().regex(/^\d+$/).transform(BigInt);

const SafeTxVector = z.object({
  id: z.string(),
  name: z.string(),
  tx: z.object({
    to: address,
    value: units,
    data: z.string().transform(parseHex),
    operation: z.int(),
    safeTxGas: units,
    baseGas: units,
    gasPrice: units,
    gasToken: address,
    refundReceiver: address,
    nonce: units,
  }),
  domainHash: z.string(),
  structHash: z.string(),
  safeTxHash: z.string(),
  calldataDigest: z.string(),
  expect: z.object({ verdict: z.string(), code: z.string() }),
  /** Present where the vector is for another Safe than the world's. */
  safe: address.optional(),
  /** Present where the vector is for another Safe version than the world's: its domain has no chain id. */
  version: z.string().optional(),
});

const Vectors = z.object({
  world: z.object({
    chainId: z.int(),
    safe: address,
    owners: z.array(address),
    threshold: z.int(),
    onchainNonce: z.int(),
    tokens: z.array(z.object({ address, symbol: z.string(), decimals: z.int() })),
  }),
  safeTx: z.array(SafeTxVector),
});

/** The fixed attack corpus: Safe transactions with the hashes and the verdict owed. */
export const attacks = Vectors.parse(
  JSON.parse(readFileSync(new URL('attacks.json', import.meta.url), 'utf8')),
);
