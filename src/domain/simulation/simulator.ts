import type { ErrorCode } from '../errors.js';
import type { Movement, SafeTransaction } from '../transfers/safe-transaction.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { AgreedBlock } from './block.js';
import type { Effects } from './effects.js';

/** The execution that is simulated, the same for every engine and provider. */
export interface SimulatedExecution {
  readonly chainId: number;
  readonly safe: Address;
  readonly transaction: SafeTransaction;
  readonly safeTxHash: Bytes32;
  /** As many owners as the threshold, in ascending order. */
  readonly owners: readonly Address[];
  /** Who will send the transaction: the relayer, who is no owner. */
  readonly executor: Address;
  readonly movement: Movement;
  readonly block: AgreedBlock;
}

/** What one engine is asked to run on one provider. */
export interface SimulationRequest extends SimulatedExecution {
  /** The configured name of the provider to ask. */
  readonly provider: string;
}

/** What one engine saw on one provider. */
export interface SimulationReport {
  readonly kind: 'answered';
  readonly engine: string;
  readonly provider: string;
  readonly blockHash: Bytes32;
  readonly effects: Effects;
}

/** An engine that could not run on a provider. It is never read as "nothing happened" (invariant 6). */
export interface FailedSimulation {
  readonly kind: 'failed';
  readonly engine: string;
  readonly provider: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

/** One way to find out what a Safe transaction would do. */
export abstract class Simulator {
  abstract readonly engine: string;

  /** @throws DomainError if the simulation could not run; SIMULATORS_DISAGREE if the answer contradicts itself */
  abstract simulate(request: SimulationRequest): Promise<SimulationReport>;
}
