import { keccak256 } from 'viem';
import { DomainError } from '../errors.js';
import type { SafeProfile } from '../safes/profile.js';
import {
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  MODULE_GUARD_SLOT,
  NONCE_SLOT,
  SINGLETON_SLOT,
  THRESHOLD_SLOT,
} from '../safes/storage-layout.js';
import { wordOf, wordOfAddress } from '../simulation/abi-words.js';
import { headerHash } from '../simulation/header.js';
import type { SimulatedExecution } from '../simulation/simulator.js';
import {
  NO_CODE_HASH,
  type ProvenAccount,
  type StateEvidence,
  provenAccount,
} from '../simulation/state-proof.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { Part } from './bundle.js';
import { type Line, Lines } from './line.js';
import type { SimulationRecord } from './simulation-record.js';

/**
 * Merkle proofs show that each simulation ran on the state that its block's header commits to. As far as that state
 * shows the Safe and the token, they are as pinned. Parts are pointers relative to the record.
 */
export function stateLines(
  { attempts }: SimulationRecord,
  execution: SimulatedExecution,
  { profile }: { readonly profile: SafeProfile },
): readonly Line[] {
  const lines = new Lines('state');
  let isProven = false;
  for (const [at, { report }] of attempts.entries()) {
    if (report.kind !== 'answered' || !report.proven) continue;
    const part: Part = `/attempts/${String(at)}/report/proven/evidence`;
    const { evidence, headerFrom } = report.proven;
    const accounts = provenAccounts(lines, part, { evidence, execution });
    if (!accounts) continue;
    isProven = true;
    pinnedLines(lines, part, { accounts, execution, profile });
    if (!lines.isSound) continue;
    const { number, hash } = execution.block;
    lines.proven(
      part,
      `${String(accounts.size)} accounts are proven by the header of block ${String(number)} (${hash}), for which ${headerFrom.join(' and ')} vouched.`,
    );
  }
  if (isProven)
    lines.unproven(
      '/execution/block',
      'That this block is one of the chain: compare its hash with a node of your own. The execution itself is not run again here.',
    );
  else if (lines.isSound) lines.unproven('/attempts', 'No engine kept proofs of the state that it ran on.');
  return lines.list;
}

function provenAccounts(
  lines: Lines,
  part: Part,
  { evidence, execution }: { readonly evidence: StateEvidence; readonly execution: SimulatedExecution },
): ReadonlyMap<Address, ProvenAccount> | undefined {
  const { block } = execution;
  const chainFault = headersFault(evidence, block);
  if (chainFault !== undefined) {
    lines.broken(`${part}/headers`, chainFault);
    return undefined;
  }
  const accounts = new Map<Address, ProvenAccount>();
  for (const [at, proof] of evidence.proofs.entries()) {
    try {
      accounts.set(proof.address, provenAccount(block.stateRoot, proof));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      lines.broken(`${part}/proofs/${String(at)}`, error.message);
      return undefined;
    }
  }
  const hashes = [...accounts.values()].map(({ state }) => state?.codeHash);
  const stray = evidence.codes.findIndex((code) => !hashes.includes(keccak256(code) as Bytes32));
  if (stray === -1) return accounts;
  lines.broken(`${part}/codes/${String(stray)}`, 'no account that is proven has this code');
  return undefined;
}

/** One header is the block's and agrees with it in every field. The others are its ancestors, without a gap. */
function headersFault({ headers }: StateEvidence, block: SimulatedExecution['block']): string | undefined {
  const known = new Map(headers.map((header) => [headerHash(header), header]));
  const own = known.get(block.hash);
  if (!own) return 'no header has the hash of the block';
  const isSame =
    own.number === block.number &&
    own.stateRoot === block.stateRoot &&
    own.timestamp === BigInt(block.timestamp) &&
    own.baseFeePerGas === block.baseFeePerGas &&
    own.miner === block.coinbase &&
    own.mixHash === block.prevRandao &&
    own.gasLimit === block.gasLimit;
  if (!isSame) return 'the block is not as its header says';
  let [hash, count]: [Bytes32, number] = [own.parentHash, 1];
  for (let parent = known.get(hash); parent; parent = known.get(hash))
    [hash, count] = [parent.parentHash, count + 1];
  return count === headers.length ? undefined : 'a header is not one of the chain before the block';
}

function pinnedLines(
  lines: Lines,
  part: Part,
  {
    accounts,
    execution,
    profile,
  }: {
    readonly accounts: ReadonlyMap<Address, ProvenAccount>;
    readonly execution: SimulatedExecution;
    readonly profile: SafeProfile;
  },
): void {
  const { safe, movement, transaction } = execution;
  const slots = accounts.get(safe)?.storage;
  const expected: readonly (readonly [string, Bytes32, Bytes32])[] = [
    ['nonce', NONCE_SLOT, wordOf(transaction.nonce)],
    ['singleton', SINGLETON_SLOT, wordOfAddress(profile.singleton)],
    ['threshold', THRESHOLD_SLOT, wordOf(BigInt(profile.threshold))],
    ['guard', GUARD_SLOT, wordOfAddress(profile.guard)],
    ['module guard', MODULE_GUARD_SLOT, wordOfAddress(profile.moduleGuard)],
    ['fallback handler', FALLBACK_HANDLER_SLOT, wordOfAddress(profile.fallbackHandler)],
  ];
  for (const [name, slot, word] of expected) {
    const actual = slots?.get(slot);
    if (actual !== undefined)
      lines.require(part, actual === word, `the Safe's ${name} is not the pinned one`);
  }
  lines.require(part, slots?.has(NONCE_SLOT) === true, 'the nonce of the Safe is not proven');
  const codes: [Address, Bytes32][] = [
    [safe, profile.proxyCodeHash],
    [profile.singleton, profile.singletonCodeHash],
  ];
  if (movement?.asset.kind === 'erc20') codes.push([movement.asset.address, movement.asset.codeHash]);
  for (const [address, codeHash] of codes) {
    const state = accounts.get(address)?.state;
    lines.require(
      part,
      (state?.codeHash ?? NO_CODE_HASH) === codeHash,
      `the code of ${address} is not the pinned one`,
    );
  }
}
