import {
  type Hex,
  type TransactionSerialized,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
} from 'viem';
import {
  ExecutionRecord,
  executionRecordDigest,
  watchedAccounts,
} from '../reconciliation/execution-record.js';
import {
  type ApprovedExecution,
  type ExecutionVerdict,
  judgeExecution,
} from '../reconciliation/judge-execution.js';
import { type Call, canonicalText } from '../simulation/effects.js';
import type { BlockReceipt } from '../simulation/receipt-rlp.js';
import { type Address, ZERO_ADDRESS, addressFromHex } from '../values/address.js';
import { parseHex } from '../values/hex.js';
import type { EvidenceBundle, Part } from './bundle.js';
import { type Execution, blockLines } from './execution-in-block.js';
import type { Lines } from './line.js';

/** An execution in a bundle, and what it is judged against. */
export interface ExecutionSubject {
  /** Where in the bundle it is. */
  readonly part: Part;
  readonly execution: Execution;
  /** What the relayer signed for it. */
  readonly submissions: EvidenceBundle['submissions'];
  readonly chainId: number;
  /** Undefined if the register has no such Safe. */
  readonly approved: ApprovedExecution | undefined;
  /** The digest of the record that the log says it was judged by. */
  readonly pinned: string | undefined;
  /** What the logs follow from, in words. */
  readonly from: string;
}

export function submissionLines(lines: Lines, part: Part, submissions: EvidenceBundle['submissions']): void {
  for (const [at, { rawTransaction, transactionHash }] of submissions.entries()) {
    const holds = keccak256(parseHex(rawTransaction)) === transactionHash;
    lines.require(`${part}/${String(at)}`, holds, 'the bytes do not have that hash');
  }
}

/**
 * In the block of that hash is the Safe's own frame, with a threshold of its owners over the approved hash, and what the
 * transaction logged and did to the Safe is exactly what follows. It is judged by the gateway's own rule (invariant 24).
 */
export async function executionLines(lines: Lines, subject: ExecutionSubject): Promise<void> {
  const { part, execution, approved } = subject;
  const sent = await sentLines(lines, subject);
  const receipt = execution.inBlock ? blockLines(lines, part, execution) : undefined;
  if (!execution.inBlock)
    lines.unproven(`${part}/inBlock`, 'No provider gave what proves the execution in its block.');
  if (!approved) lines.broken(part, 'the register has no such Safe');
  if (!approved || !lines.isSound) return;
  const seen = { ...subject, approved, ...(sent && { sent }), ...(receipt && { receipt }) };
  const record = recordLines(lines, seen);
  if (record) verdictLines(lines, await judgeExecution(record, approved), { ...seen, record });
}

/** What is known of the execution: each part only if it was proven, or was recorded. */
interface Seen extends ExecutionSubject {
  readonly approved: ApprovedExecution;
  readonly sent?: Call;
  readonly receipt?: BlockReceipt;
}

/** @returns the block's transaction as a call, by its bytes from the block or, without their place in it, from the relayer */
async function sentLines(
  lines: Lines,
  { part: at, execution, submissions, chainId: own }: ExecutionSubject,
): Promise<Call | undefined> {
  const part: Part = `${at}/transactionHash`;
  const { inBlock, transactionHash, executor } = execution;
  const known =
    inBlock?.transaction?.bytes ??
    submissions.find((one) => one.transactionHash === transactionHash)?.rawTransaction;
  if (known === undefined) {
    lines.unproven(part, 'The bytes of the executing transaction are not here.');
    return undefined;
  }
  const raw = parseHex(known);
  if (!lines.require(part, keccak256(raw) === transactionHash, 'it is not the hash of the bytes'))
    return undefined;
  const sent = await readTransaction(raw);
  if (!sent) lines.broken(part, 'the bytes are no transaction');
  else {
    const { call, chainId } = sent;
    lines.require(`${at}/executor`, call.from === executor, `${call.from} sent it`);
    // One without a chain id is from before EIP-155, and may be on any chain.
    lines.require(part, chainId === undefined || chainId === own, 'it is one of another chain');
  }
  return sent?.call;
}

async function readTransaction(
  raw: Hex,
): Promise<{ readonly call: Call; readonly chainId: number | undefined } | undefined> {
  try {
    const serializedTransaction = raw as TransactionSerialized;
    const { to, data, value = 0n, chainId } = parseTransaction(serializedTransaction);
    const from = addressFromHex(await recoverTransactionAddress({ serializedTransaction }));
    const called = { from, to: to ? addressFromHex(to) : ZERO_ADDRESS, value, input: parseHex(data ?? '0x') };
    return { call: { depth: 0, kind: to ? 'CALL' : 'CREATE', failed: false, ...called }, chainId };
  } catch {
    return undefined; // viem throws for anything but a signed transaction; the caller reports it
  }
}

/**
 * The record that the gateway judged by, if the log pins it and block and transaction do not contradict it; else what the
 * block itself shows, which is enough where the Safe was called directly.
 */
function recordLines(lines: Lines, seen: Seen): ExecutionRecord | undefined {
  const { execution, sent, receipt, approved, pinned } = seen;
  const part: Part = `${seen.part}/record`;
  if (execution.record === undefined) {
    if (!lines.require(part, pinned === undefined, 'the log names a record that is not here'))
      return undefined;
    if (!sent || !receipt) return undefined;
    if (sent.to === approved.safe)
      return {
        frame: { calls: [sent], logs: [...receipt.logs] },
        around: { calls: [], logs: [] },
        state: {},
      };
    lines.unproven(part, 'The Safe was called by another contract, and what that did was not recorded.');
    return undefined;
  }
  const read = ExecutionRecord.safeParse(execution.record);
  if (!read.success) {
    lines.broken(part, 'it is no record of an execution');
    return undefined;
  }
  const isPinned = executionRecordDigest(read.data) === pinned;
  if (!lines.require(part, isPinned, 'it is not the record that the log names')) return undefined;
  const [entry] = read.data.frame.calls;
  const isEntry = entry?.depth !== 0 || !sent || canonicalText(entry) === canonicalText(sent);
  const accounts = watchedAccounts({ ...approved, singleton: approved.code.singleton });
  const isLogged = !receipt || isIn(read.data, receipt.logs, accounts);
  lines.require(part, isEntry, 'the transaction called the Safe otherwise');
  lines.require(part, isLogged, 'the receipt of the block has other logs');
  return lines.isSound ? read.data : undefined;
}

/** Whether the frame's logs stand in the receipt one after the other, and the other watched ones around them. */
function isIn(
  { frame, around }: ExecutionRecord,
  logs: BlockReceipt['logs'],
  accounts: readonly Address[],
): boolean {
  const count = frame.logs.length;
  return logs.some((_, at) => {
    const others = [...logs.slice(0, at), ...logs.slice(at + count)];
    return (
      canonicalText(logs.slice(at, at + count)) === canonicalText(frame.logs) &&
      canonicalText(others.filter(({ address }) => accounts.includes(address))) === canonicalText(around.logs)
    );
  });
}

function verdictLines(
  lines: Lines,
  { reasons, notes, approvals, unseen }: ExecutionVerdict,
  { part: at, execution, sent, receipt, record, from }: Seen & { readonly record: ExecutionRecord },
): void {
  const part: Part = `${at}/transactionHash`;
  for (const { reason } of reasons) lines.broken(part, reason);
  if (receipt) lines.require(`${at}/inBlock/receipt`, receipt.succeeded, 'the transaction failed');
  if (!lines.isSound) return;
  const owners = approvals.map(({ owner }) => owner).join(', ');
  const isDirect = record.frame.calls[0]?.depth === 0;
  const words = isDirect
    ? `${execution.executor} called execTransaction with the approved transaction and the signatures of ${owners}.`
    : `The Safe executed the approved transaction with the signatures of ${owners}, in a transaction of ${execution.executor}.`;
  const said = [words, ...notes].join(' ');
  if (sent && isDirect) lines.proven(part, said);
  else
    lines.unproven(
      part,
      `${said} That is so by the providers' traces: run the transaction at a node of your own.`,
    );
  const { blockNumber, blockHash } = execution;
  if (receipt) {
    const extra = record.around.logs.length > 0 ? ', among others' : '';
    lines.proven(
      `${at}/inBlock/receipt`,
      `Block ${blockNumber} has its receipt: success, and exactly the logs that follow from ${from}${extra}.`,
    );
    lines.unproven(
      `${at}/blockHash`,
      `That block ${blockNumber} (${blockHash}) is one of the chain, and final: compare its hash with a node of your own.`,
    );
  }
  if (unseen.length === 0)
    lines.unproven(`${at}/record`, 'What happened under the call is as the providers traced it, all alike.');
}
