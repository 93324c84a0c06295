import { DomainError } from '../errors.js';
import { headerHash } from '../simulation/header.js';
import { indexPath } from '../simulation/ordered-trie.js';
import { type BlockReceipt, decodeReceipt } from '../simulation/receipt-rlp.js';
import { RecordedHeader } from '../simulation/recorded-run.js';
import { provenValue } from '../simulation/trie-proof.js';
import { type Bytes32, parseHex } from '../values/hex.js';
import type { EvidenceBundle, Part } from './bundle.js';
import type { Lines } from './line.js';

export type Execution = NonNullable<EvidenceBundle['execution']>;
type InBlock = NonNullable<Execution['inBlock']>;

/** The header has the block's hash, and commits to receipt and transaction. @returns the receipt, if it is proven */
export function blockLines(lines: Lines, at: Part, execution: Execution): BlockReceipt | undefined {
  if (!execution.inBlock) return undefined;
  const { header: stored, index, receipt, transaction } = execution.inBlock;
  const part: Part = `${at}/inBlock`;
  const header = RecordedHeader.parse(stored);
  const isHeader = headerHash(header) === execution.blockHash;
  if (!lines.require(`${part}/header`, isHeader, 'the header does not have the hash of the block'))
    return undefined;
  lines.require(
    `${at}/blockNumber`,
    String(header.number) === execution.blockNumber,
    `it is ${String(header.number)}`,
  );
  const isReceipt = isIn(header.receiptsRoot, index, receipt);
  const read = isReceipt ? readReceipt(receipt.bytes) : undefined;
  lines.require(`${part}/receipt`, read !== undefined, 'it is not the receipt that the header commits to');
  if (transaction === null)
    lines.unproven(
      `${part}/transaction`,
      'That the transaction is at that place of the block is not proven.',
    );
  else {
    const isThere = isIn(header.transactionsRoot, index, transaction);
    lines.require(`${part}/transaction`, isThere, 'it is not the transaction that the header commits to');
  }
  return lines.isSound ? read : undefined;
}

function isIn(root: Bytes32, index: number, { bytes, proof }: InBlock['receipt']): boolean {
  try {
    return provenValue(root, indexPath(index), proof.map(parseHex)) === bytes;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

function readReceipt(bytes: string): BlockReceipt | undefined {
  try {
    return decodeReceipt(parseHex(bytes));
  } catch {
    return undefined; // not the bytes of a receipt, which the caller says
  }
}
