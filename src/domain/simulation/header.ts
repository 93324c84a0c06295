import { type Hex, keccak256, numberToHex, toRlp } from 'viem';
import { DomainError } from '../errors.js';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32, parseHex } from '../values/hex.js';

/** Every field of an execution layer block header. Fields of later forks are absent on chains without them. */
export interface BlockHeader {
  readonly parentHash: Bytes32;
  readonly sha3Uncles: Bytes32;
  readonly miner: Address;
  readonly stateRoot: Bytes32;
  readonly transactionsRoot: Bytes32;
  readonly receiptsRoot: Bytes32;
  readonly logsBloom: Hex;
  readonly difficulty: bigint;
  readonly number: bigint;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  readonly timestamp: bigint;
  readonly extraData: Hex;
  readonly mixHash: Bytes32;
  readonly nonce: Hex;
  /** Wei per gas. */
  readonly baseFeePerGas: bigint;
  readonly withdrawalsRoot?: Bytes32 | undefined;
  readonly blobGasUsed?: bigint | undefined;
  readonly excessBlobGas?: bigint | undefined;
  readonly parentBeaconBlockRoot?: Bytes32 | undefined;
  readonly requestsHash?: Bytes32 | undefined;
  readonly blockAccessListHash?: Bytes32 | undefined;
  readonly slotNumber?: bigint | undefined;
}

/**
 * The block hash that these fields give: keccak256 of their RLP list (yellow paper 4.4, EIP-1559, 4895, 4844, 4788,
 * 7685, 7928, 7843). Whoever has agreed on the hash has agreed on every field, the state root among them.
 * @throws DomainError RPC_DISAGREE if a field is missing between others, so that the list could be read in two ways
 */
export function headerHash(header: BlockHeader): Bytes32 {
  if (hasGap(header)) {
    throw new DomainError('RPC_DISAGREE', 'a block header lacks a field between others');
  }
  const fields = [
    header.parentHash,
    header.sha3Uncles,
    header.miner,
    header.stateRoot,
    header.transactionsRoot,
    header.receiptsRoot,
    header.logsBloom,
    header.difficulty,
    header.number,
    header.gasLimit,
    header.gasUsed,
    header.timestamp,
    header.extraData,
    header.mixHash,
    header.nonce,
    header.baseFeePerGas,
    ...lateFields(header).filter((field) => field !== undefined),
  ];
  return parseBytes32(keccak256(toRlp(fields.map(rlpItem))));
}

/** True if a later fork's field is there without an earlier one's: no list of this code's forks has that form. */
export function hasGap(header: BlockHeader): boolean {
  const late = lateFields(header);
  const present = late.filter((field) => field !== undefined);
  return present.some((field, at) => field !== late[at]);
}

// In the order in which forks appended them: Shanghai, Cancun, Prague, Amsterdam.
function lateFields(header: BlockHeader): readonly (Hex | bigint | undefined)[] {
  return [
    header.withdrawalsRoot,
    header.blobGasUsed,
    header.excessBlobGas,
    header.parentBeaconBlockRoot,
    header.requestsHash,
    header.blockAccessListHash,
    header.slotNumber,
  ];
}

// RLP has no numbers: an integer is its bytes without leading zeros, and zero is no byte at all.
function rlpItem(field: Hex | bigint): Hex {
  if (typeof field !== 'bigint') return field;
  if (field === 0n) return '0x';
  const digits = numberToHex(field).slice(2);
  return parseHex(`0x${digits.length % 2 === 0 ? '' : '0'}${digits}`);
}
