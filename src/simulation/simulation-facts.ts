import { DomainError } from '../domain/errors.js';
import { type SafeCode, safeCode } from '../domain/safes/onboarding.js';
import type { SafeProfile } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { canonicalText } from '../domain/simulation/effects.js';
import { ascending } from '../domain/simulation/exec-call.js';
import type { SimulatedExecution } from '../domain/simulation/simulator.js';
import { type Movement, type SafeTransaction, buildFor } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import type { Address } from '../domain/values/address.js';
import type { Bytes32 } from '../domain/values/hex.js';

/** The transaction to simulate, as built. */
export interface SimulationFacts {
  readonly profile: SafeProfile;
  /** Null: it burns the nonce. */
  readonly movement: Movement | null;
  readonly transaction: SafeTransaction;
  readonly safeTxHash: Bytes32;
  /** Who will send `execTransaction`: the relayer, who is no owner. */
  readonly executor: Address;
}

/** The execution of a transfer at a block; the first owners in ascending order stand for the threshold. */
export function executionOf(facts: SimulationFacts, block: AgreedBlock): SimulatedExecution {
  const { profile, movement, transaction, safeTxHash, executor } = facts;
  const owners = ascending(profile.owners).slice(0, profile.threshold);
  const { chainId, address: safe } = profile;
  return { chainId, safe, transaction, safeTxHash, owners, executor, movement, block };
}

/**
 * The Safe's code, after checking that the simulated transaction is the signed one (THREATS G04) and that the executor
 * adds no signature of its own.
 * @throws DomainError SIM_BINDING, SAFE_VERSION_UNSUPPORTED
 */
export function checkedCode(facts: SimulationFacts, chainId: number): SafeCode {
  const { profile, movement, transaction, safeTxHash, executor } = facts;
  const rebuilt = buildFor(movement, profile.address, transaction.nonce);
  if (canonicalText(rebuilt) !== canonicalText(transaction)) {
    throw new DomainError('SIM_BINDING', 'the Safe transaction is not the one of this movement');
  }
  if (profile.chainId !== chainId) throw new DomainError('SIM_BINDING', 'the Safe is on another chain');
  if (safeTxDigests(transaction, profile.chainId, profile.address).digest !== safeTxHash) {
    throw new DomainError('SIM_BINDING', 'the safeTxHash is not the one of this Safe transaction');
  }
  if (profile.owners.includes(executor)) {
    throw new DomainError(
      'SIM_BINDING',
      'the executor owns the Safe, so its call would count as a signature',
    );
  }
  const code = safeCode(profile);
  if ('version' in code) return code;
  throw new DomainError(code.code, code.reason);
}
