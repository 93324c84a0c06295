import { concat, encodeAbiParameters, keccak256 } from 'viem';
import { z } from 'zod';
import { slotOf } from '../safes/storage-layout.js';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';

const bytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform(parseBytes32);

/** Where a token keeps its balances, as stored and as written in documents. */
export const BalanceLayoutSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mapping'),
    /** The slot of Solidity's `mapping(address => uint256)`: a small position, or a namespace of ERC-7201. */
    base: bytes32,
  }),
  z.strictObject({ kind: z.literal('solady') }),
]);

export type BalanceLayout = Readonly<z.output<typeof BalanceLayoutSchema>>;

/**
 * The ERC-7201 namespace `openzeppelin.storage.ERC20`, where OpenZeppelin 5's upgradeable tokens keep their balances.
 */
export const OPENZEPPELIN_ERC20_BASE = parseBytes32(
  '0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00',
);

// Solady's ERC20.sol, _BALANCE_SLOT_SEED: the hash is over the owner's 20 bytes, 8 zero bytes and the seed.
const SOLADY_SEED = '0x000000000000000087a211a2';

// Far above any position that a plain token's inheritance reaches.
const HIGHEST_POSITION = 255;

/** Every layout that is tried when an asset is registered. */
export const KNOWN_LAYOUTS: readonly BalanceLayout[] = [
  ...Array.from({ length: HIGHEST_POSITION + 1 }, (_, position) => mappingAt(position)),
  { kind: 'mapping', base: OPENZEPPELIN_ERC20_BASE },
  { kind: 'solady' },
];

/** The layout of `mapping(address => uint256)` at a small position. */
export function mappingAt(position: number): BalanceLayout {
  return { kind: 'mapping', base: slotOf(position) };
}

/** The storage slot of a holder's balance. */
export function balanceSlot(layout: BalanceLayout, holder: Address): Bytes32 {
  switch (layout.kind) {
    case 'mapping': {
      const encoded = encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [holder, layout.base]);
      return parseBytes32(keccak256(encoded));
    }
    case 'solady':
      return parseBytes32(keccak256(concat([holder, SOLADY_SEED])));
  }
}
