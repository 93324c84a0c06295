import type { ErrorCode } from '../errors.js';
import type { Movement, SafeTransaction } from '../transfers/safe-transaction.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { AgreedBlock } from './block.js';
import type { Effects } from './effects.js';
import type { StateEvidence } from './state-proof.js';

/** One execution of a Safe transaction: all that its effects follow from. */
export interface ExecutedCall {
  readonly chainId: number;
  readonly safe: Address;
  readonly transaction: SafeTransaction;
  readonly safeTxHash: Bytes32;
  /** As many owners as the threshold requires, in ascending order. */
  readonly owners: readonly Address[];
  /** Who calls the Safe: the relayer, who is no owner, until somebody else did. */
  readonly executor: Address;
  /** Null: it moves nothing and burns the nonce. */
  readonly movement: Movement | null;
}

/** The execution that is simulated, the same for every engine and provider. */
export interface SimulatedExecution extends ExecutedCall {
  readonly block: AgreedBlock;
}

/** What one engine shall run on one provider. */
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
  /** Present if the engine ran on proven state, so that its report does not depend on trusting the provider. */
  readonly proven?: ProvenRun;
}

/** What a report on proven state depends on. */
interface ProvenRun {
  /** The providers that vouch for the header whose state root everything was proven against. */
  readonly headerFrom: readonly string[];
  readonly evidence: StateEvidence;
}

/** An engine that could not run on a provider. That never means "nothing happened" (invariant 6). */
export interface FailedSimulation {
  readonly kind: 'failed';
  readonly engine: string;
  readonly provider: string;
  readonly code: ErrorCode;
  readonly reason: string;
  /** Set if the only problem is that the provider does not offer this method. */
  readonly notServed?: string;
}

/** One way to find out what a Safe transaction would do. */
export abstract class Simulator {
  abstract readonly engine: string;

  /** Whether every provider must be asked, or any one suffices because its data is proven. */
  readonly reach: 'each-provider' | 'any-provider' = 'each-provider';

  /**
   * @throws DomainError if the simulation could not run; SIMULATORS_DISAGREE if the answer contradicts itself;
   *   RPC_DISAGREE if it contradicts the agreed block
   */
  abstract simulate(request: SimulationRequest): Promise<SimulationReport>;
}
