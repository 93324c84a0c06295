import { type Hex, concat, encodeFunctionData, numberToHex, parseAbi, size } from 'viem';
import { type Refusal, refusal } from '../errors.js';
import { type Address, addressFromHex } from '../values/address.js';

const MULTISEND_SELECTOR = '8d80ff0a';
const MULTISEND_ABI = parseAbi(['function multiSend(bytes transactions) payable']);

// MultiSend.sol, one record: operation (1), to (20), value (32), data length (32), data.
const HEAD_SIZE = 85;

/** One record of a batch. */
export interface BatchRecord {
  readonly operation: number;
  readonly to: Address;
  readonly value: bigint;
  readonly data: Hex;
}

/** Whether calldata calls `multiSend(bytes)`. */
export function isMultiSend(data: Hex): boolean {
  return data.startsWith(`0x${MULTISEND_SELECTOR}`);
}

/**
 * Parses `multiSend(bytes)` strictly: the result must re-encode to the same bytes. Lenient decoders show another batch
 * than the chain runs (THREATS A15 to A22): they skip trailing bytes, truncate data or invent records.
 */
export function parseMultiSend(data: Hex): readonly BatchRecord[] | Refusal {
  if (!isMultiSend(data)) return refusal('CALLDATA_NOT_CANONICAL', 'the data does not call multiSend(bytes)');
  const blob = bytesArgument(data);
  if (typeof blob !== 'string') return blob;
  const records = parseRecords(blob.slice(2));
  if (!Array.isArray(records)) return records;
  const again = encodeFunctionData({ abi: MULTISEND_ABI, args: [encodeRecords(records)] });
  if (again.toLowerCase() === data) return records;
  return refusal('MULTISEND_NOT_CANONICAL', 're-encoding the batch gives other bytes');
}

/** The records that stand whole at the front of a faulty batch. It only informs people: nothing is decided by it. */
export function wholeRecords(data: Hex): readonly BatchRecord[] {
  const body = data.slice(2 + MULTISEND_SELECTOR.length);
  const rest = body.slice(128);
  const declared = (wordAt(body, 64) ?? 0n) * 2n;
  const blob = declared < BigInt(rest.length) ? rest.slice(0, Number(declared)) : rest;
  const records: BatchRecord[] = [];
  let at = 0;
  for (;;) {
    const record = recordAt(blob, at);
    if (!record || record.operation > 1) return records;
    records.push(record);
    at += HEAD_SIZE + size(record.data);
  }
}

function recordAt(blob: string, at: number): BatchRecord | undefined {
  const head = blob.slice(at * 2, (at + HEAD_SIZE) * 2);
  const start = at + HEAD_SIZE;
  if (head.length < HEAD_SIZE * 2) return undefined;
  const length = BigInt(`0x${head.slice(106)}`);
  if (length > BigInt(blob.length / 2 - start)) return undefined;
  return {
    operation: Number.parseInt(head.slice(0, 2), 16),
    to: addressFromHex(`0x${head.slice(2, 42)}`),
    value: BigInt(`0x${head.slice(42, 106)}`),
    data: `0x${blob.slice(start * 2, (start + Number(length)) * 2)}`,
  };
}

/** The one `bytes` argument: offset 0x20, length, content, and zero padding to a whole word. */
function bytesArgument(data: Hex): Hex | Refusal {
  const body = data.slice(2 + MULTISEND_SELECTOR.length);
  const offset = wordAt(body, 0);
  if (offset !== 32n) return refusal('CALLDATA_NOT_CANONICAL', 'the batch does not begin at offset 0x20');
  const length = wordAt(body, 64);
  const held = body.length / 2 - 64;
  // The length may be up to 2^256 - 1, so it is checked before anything is sliced or allocated by it.
  if (length === undefined || length > BigInt(held)) {
    return refusal('CALLDATA_NOT_CANONICAL', 'the batch is declared longer than the calldata');
  }
  const end = 128 + Number(length) * 2;
  const padding = body.slice(end);
  const isPadded = /^0*$/.test(padding) && held === Math.ceil(Number(length) / 32) * 32;
  if (!isPadded) {
    return refusal(
      'CALLDATA_NOT_CANONICAL',
      'the bytes after the batch are not the zeros that fill its word',
    );
  }
  return `0x${body.slice(128, end)}`;
}

function parseRecords(blob: string): BatchRecord[] | Refusal {
  const total = blob.length / 2;
  const records: BatchRecord[] = [];
  let at = 0;
  while (at < total) {
    const name = `record ${String(records.length + 1)}`;
    if (total - at < HEAD_SIZE) return truncated(total - at);
    const head = blob.slice(at * 2, (at + HEAD_SIZE) * 2);
    const operation = Number.parseInt(head.slice(0, 2), 16);
    if (operation > 1) {
      return refusal('MULTISEND_NOT_CANONICAL', `${name} has the unknown operation ${String(operation)}`);
    }
    const length = BigInt(`0x${head.slice(106)}`);
    const left = total - at - HEAD_SIZE;
    if (length > BigInt(left)) {
      const reason = `${name} declares ${length.toString()} bytes of data where ${String(left)} are left: the chain reads beyond the batch`;
      return refusal('MULTISEND_NOT_CANONICAL', reason);
    }
    const start = at + HEAD_SIZE;
    at = start + Number(length);
    records.push({
      operation,
      to: addressFromHex(`0x${head.slice(2, 42)}`),
      value: BigInt(`0x${head.slice(42, 106)}`),
      data: `0x${blob.slice(start * 2, at * 2)}`,
    });
  }
  return records;
}

function truncated(left: number): Refusal {
  const fate =
    left <= 32
      ? 'the chain ignores them, decoders invent a record from them'
      : 'the chain runs them as one more record, most decoders hide it';
  return refusal(
    'MULTISEND_NOT_CANONICAL',
    `${String(left)} bytes are left over after the last record: ${fate}`,
  );
}

function encodeRecords(records: readonly BatchRecord[]): Hex {
  const parts = records.flatMap(({ operation, to, value, data }) => [
    numberToHex(operation, { size: 1 }),
    to,
    numberToHex(value, { size: 32 }),
    numberToHex(size(data), { size: 32 }),
    data,
  ]);
  return concat(['0x', ...parts]); // viem's concat of nothing is not valid hex
}

function wordAt(body: string, at: number): bigint | undefined {
  return body.length < at + 64 ? undefined : BigInt(`0x${body.slice(at, at + 64)}`);
}
