import {
  type Hex,
  type TransactionSerialized,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
} from 'viem';
import { DomainError } from '../errors.js';
import { safeCode } from '../safes/onboarding.js';
import { recoverSigner } from '../signatures/recover-signer.js';
import { canonicalText } from '../simulation/effects.js';
import { ascending, execTransactionData } from '../simulation/exec-call.js';
import { expectedEffects } from '../simulation/expected-effects.js';
import { headerHash } from '../simulation/header.js';
import { indexPath } from '../simulation/ordered-trie.js';
import { type BlockReceipt, decodeReceipt } from '../simulation/receipt-rlp.js';
import { RecordedHeader } from '../simulation/recorded-run.js';
import { provenValue } from '../simulation/trie-proof.js';
import { parseExecCalldata } from '../transfers/exec-calldata.js';
import { type Address, addressFromHex, parseAddress } from '../values/address.js';
import { type Bytes32, parseBytes32, parseHex } from '../values/hex.js';
import type { EvidenceBundle } from './bundle.js';
import type { Case } from './case.js';
import { type ClearedRevision, relayedRevision } from './cleared-revisions.js';
import { clearedTransaction } from './hashes-agree.js';
import { type Line, Lines } from './line.js';

type Execution = NonNullable<EvidenceBundle['execution']>;
type InBlock = NonNullable<Execution['inBlock']>;

const SIGNATURE_BYTES = 65;

/**
 * The chain executed what was approved: the block of that hash contains the Safe's call with the owners' signatures
 * over the cleared hash, and its receipt has exactly the logs that follow from the intent.
 */
export async function executedAsApproved(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('execution');
  const { execution, submissions } = each.bundle;
  for (const [at, { rawTransaction, transactionHash }] of submissions.entries()) {
    const holds = keccak256(parseHex(rawTransaction)) === transactionHash;
    lines.require(`/submissions/${String(at)}`, holds, 'the bytes do not have that hash');
  }
  const relayed = relayedRevision(each);
  if (!execution || !relayed) {
    lines.require('/execution', !execution, 'it was executed without being relayed');
    lines.unproven('/execution', 'It was not executed.');
    return lines.list;
  }
  const raw = rawOf(lines, execution, submissions);
  const signatures = raw && (await calledAs(lines, each, { raw, relayed, execution }));
  if (!execution.inBlock) {
    lines.unproven('/execution/inBlock', 'No provider gave what proves the execution in its block.');
    return lines.list;
  }
  const receipt = blockLines(lines, execution, execution.inBlock);
  if (receipt) logLines(lines, each, { receipt, relayed, signatures, execution });
  if (lines.isSound) {
    const { blockNumber, blockHash } = execution;
    lines.unproven(
      '/execution/blockHash',
      `That block ${blockNumber} (${blockHash}) is one of the chain, and final: compare its hash with a node of your own.`,
    );
  }
  return lines.list;
}

/** The executing transaction's bytes, from the block, or else from the relayer, who does not show their place in it. */
function rawOf(
  lines: Lines,
  { inBlock, transactionHash }: Execution,
  submissions: EvidenceBundle['submissions'],
): Hex | undefined {
  const known =
    inBlock?.transaction?.bytes ??
    submissions.find((one) => one.transactionHash === transactionHash)?.rawTransaction;
  if (known === undefined) {
    lines.unproven('/execution/transactionHash', 'The bytes of the executing transaction are not here.');
    return undefined;
  }
  const raw = parseHex(known);
  return lines.require(
    '/execution/transactionHash',
    keccak256(raw) === transactionHash,
    'it is not the hash of the bytes',
  )
    ? raw
    : undefined;
}

/** Checks that the transaction calls the Safe as approved. @returns the owners' signatures in it */
async function calledAs(
  lines: Lines,
  each: Case,
  {
    raw,
    relayed,
    execution,
  }: { readonly raw: Hex; readonly relayed: ClearedRevision; readonly execution: Execution },
): Promise<Hex | undefined> {
  const part = '/execution/transactionHash';
  const sent = await readTransaction(raw);
  if (!sent) {
    lines.broken(part, 'the bytes are no transaction');
    return;
  }
  lines.require('/execution/executor', sent.from === execution.executor, `${sent.from} sent it`);
  const call = parseExecCalldata(sent.data);
  const built = clearedTransaction(each, relayed);
  if ('code' in call || !built || sent.to !== each.intent.safe || sent.chainId !== each.intent.chainId) {
    lines.broken(part, 'the Safe was not called directly');
    return;
  }
  const isApproved = execTransactionData(built.transaction, call.signatures) === sent.data;
  if (!lines.require(part, isApproved, 'the Safe was asked for something else than what was approved'))
    return undefined;
  const profile = relayed.register.safe(each.intent.safeId)?.profile;
  const { safeTxHash } = relayed.cleared;
  const signers = await signersOf(each, call.signatures, { safeTxHash, owners: profile?.owners ?? [] });
  const threshold = profile?.threshold ?? Infinity;
  const isEnough = signers !== undefined && signers.length >= threshold;
  if (!lines.require(part, isEnough, "it does not carry the owners' own signatures over the cleared hash"))
    return undefined;
  lines.proven(
    part,
    `${execution.executor} called execTransaction with the approved transaction and the signatures of ${String(signers?.join(', '))}.`,
  );
  return call.signatures;
}

interface Sent {
  readonly from: Address;
  readonly to: Address | null;
  readonly data: Hex;
  readonly chainId: number | undefined;
}

async function readTransaction(raw: Hex): Promise<Sent | undefined> {
  try {
    const serializedTransaction = raw as TransactionSerialized;
    const { to, data, chainId } = parseTransaction(serializedTransaction);
    const from = addressFromHex(await recoverTransactionAddress({ serializedTransaction }));
    return { from, to: to ? addressFromHex(to) : null, data: parseHex(data ?? '0x'), chainId };
  } catch {
    return undefined; // viem throws for anything but a signed transaction; the caller reports it
  }
}

/**
 * The signers, in the ascending order that the Safe demands; undefined if a signature is not an owner's own over this
 * hash.
 */
async function signersOf(
  { memory }: Case,
  joined: Hex,
  { safeTxHash, owners }: { readonly safeTxHash: Bytes32; readonly owners: readonly Address[] },
): Promise<readonly Address[] | undefined> {
  const digits = joined.slice(2);
  const length = 2 * SIGNATURE_BYTES;
  if (digits.length === 0 || digits.length % length !== 0) return undefined;
  const signers: Address[] = [];
  for (let at = 0; at < digits.length; at += length) {
    const signature = parseHex(`0x${digits.slice(at, at + length)}`);
    const signer = await memory.of(`owner ${safeTxHash} ${signature}`, () =>
      recovered(safeTxHash, signature),
    );
    if (signer === undefined || !owners.includes(signer)) return undefined;
    signers.push(signer);
  }
  const isAscending = canonicalText(ascending(signers)) === canonicalText(signers);
  return isAscending && new Set(signers).size === signers.length ? signers : undefined;
}

async function recovered(hash: Bytes32, signature: Hex): Promise<Address | undefined> {
  try {
    return await recoverSigner(hash, signature);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** The header has the block's hash, and commits to receipt and transaction. @returns the receipt if it is proven */
function blockLines(
  lines: Lines,
  execution: Execution,
  { header: stored, index, receipt, transaction }: InBlock,
): BlockReceipt | undefined {
  const part = '/execution/inBlock';
  const header = RecordedHeader.parse(stored);
  const isHeader = headerHash(header) === execution.blockHash;
  if (!lines.require(`${part}/header`, isHeader, 'the header does not have the hash of the block'))
    return undefined;
  lines.require(
    '/execution/blockNumber',
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
    return undefined; // not a valid receipt; the caller reports it
  }
}

function logLines(
  lines: Lines,
  each: Case,
  {
    receipt,
    relayed,
    signatures,
    execution,
  }: {
    readonly receipt: BlockReceipt;
    readonly relayed: ClearedRevision;
    readonly signatures: Hex | undefined;
    readonly execution: Execution;
  },
): void {
  const part = '/execution/inBlock/receipt';
  const profile = relayed.register.safe(each.intent.safeId)?.profile;
  const code = profile && safeCode(profile);
  const built = clearedTransaction(each, relayed);
  if (!profile || !code || !('version' in code) || !built) {
    lines.broken(part, 'the register has no such Safe');
    return;
  }
  if (!lines.require(part, receipt.succeeded, 'the transaction failed')) return;
  if (code.l2 && signatures === undefined) {
    lines.unproven(part, 'Its logs hold signatures that are not here to compare.');
    return;
  }
  const { chainId, safe } = each.intent;
  const { safeTxHash } = relayed.cleared;
  const owners = ascending(profile.owners).slice(0, profile.threshold);
  const executor = parseAddress(execution.executor);
  // The expected logs do not depend on the block, so only its hash is filled in.
  const block = { number: 0n, hash: parseBytes32(execution.blockHash) } as Parameters<
    typeof expectedEffects
  >[0]['block'];
  const request = { ...built, ...{ chainId, safe, safeTxHash, owners, executor, block } };
  const { effects } = expectedEffects(request, code, signatures);
  lines.say(part, canonicalText(receipt.logs) === canonicalText(effects.logs), {
    words: `Block ${execution.blockNumber} has its receipt: success, and exactly the logs that follow from the intent.`,
    otherwise: 'the logs are not those that follow from the intent',
  });
}
