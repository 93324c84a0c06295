import { type Hex, keccak256 } from 'viem';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { type Effects, canonicalText, effectsDigest } from '../../domain/simulation/effects.js';
import { execCall, overridesOf } from '../../domain/simulation/exec-call.js';
import { type BlockHeader, headerHash } from '../../domain/simulation/header.js';
import { RecordedEvidence, RecordedExecution } from '../../domain/simulation/recorded-run.js';
import type { SimulatedExecution } from '../../domain/simulation/simulator.js';
import type { AccountProof, StateEvidence } from '../../domain/simulation/state-proof.js';
import { safeTxDigests } from '../../domain/transfers/safe-tx-hash.js';
import type { Address } from '../../domain/values/address.js';
import type { Json } from '../../domain/values/canonical-json.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { CheckedCodes } from './checked-codes.js';
import { executeLocally } from './local-execution.js';
import { ProvenState } from './proven-state.js';
import type { StateSource } from './state-source.js';

const Record = z.object({
  execution: RecordedExecution,
  safeTxHash: z.string(),
  call: z.unknown(),
  overrides: z.unknown(),
  attempts: z.array(
    z.object({
      report: z.object({ proven: z.object({ evidence: RecordedEvidence }).exactOptional() }),
    }),
  ),
});

/** The result of running a recorded simulation again. */
export interface Rerun {
  readonly effects: Effects;
  readonly effectsDigest: Bytes32;
  /** The block that it rests on. The caller must check that it belongs to the chain. */
  readonly blockHash: Bytes32;
}

/**
 * Runs a recorded simulation again from the record alone, without a network. All state in it is proven against the
 * recorded block's hash once more, so a record that was tampered with gives an error or another digest.
 * @throws DomainError SIM_BINDING if the record's parts do not belong together; SIMULATION_UNAVAILABLE if it lacks what
 *   the run needs; RPC_DISAGREE if a proof in it does not hold
 */
export async function rerunLocalEvm(record: Json): Promise<Rerun> {
  const { execution, evidence } = parse(record);
  const source = new RecordedState(evidence);
  const proven = new ProvenState(execution.block, source, new CheckedCodes());
  const effects = await executeLocally(execution, proven);
  return { effects, effectsDigest: effectsDigest(effects), blockHash: execution.block.hash };
}

function parse(record: Json): { execution: SimulatedExecution; evidence: StateEvidence } {
  const parsed = Record.safeParse(record);
  if (!parsed.success) throw new DomainError('SIM_BINDING', 'this is no record of a simulation');
  const { execution, safeTxHash, call, overrides, attempts } = parsed.data;
  const { digest } = safeTxDigests(execution.transaction, execution.chainId, execution.safe);
  const bound =
    digest === safeTxHash &&
    execution.safeTxHash === digest &&
    canonicalText(call) === canonicalText(execCall(execution)) &&
    canonicalText(overrides) === canonicalText(overridesOf(execution));
  if (!bound) throw new DomainError('SIM_BINDING', 'the record is not of the execution that it names');
  const evidence = attempts.find((each) => each.report.proven)?.report.proven?.evidence;
  if (evidence) return { execution, evidence };
  throw new DomainError('SIMULATION_UNAVAILABLE', 'the record holds no proven state to run on');
}

class RecordedState implements StateSource {
  readonly #headers: ReadonlyMap<Bytes32, BlockHeader>;
  readonly #codes: ReadonlyMap<Hex, Hex>;
  readonly #proofs: ReadonlyMap<Address, AccountProof>;

  constructor(evidence: StateEvidence) {
    this.#headers = new Map(evidence.headers.map((header) => [headerHash(header), header]));
    this.#codes = new Map(evidence.codes.map((code) => [keccak256(code), code]));
    this.#proofs = new Map(evidence.proofs.map((proof) => [proof.address, proof]));
  }

  async proof(account: Address, slots: readonly Bytes32[]): Promise<AccountProof> {
    const { accountProof, slots: known } = await found(this.#proofs.get(account));
    const asked = slots.map((slot) => found(known.find((each) => each.slot === slot)));
    return { address: account, accountProof, slots: await Promise.all(asked) };
  }

  code(_account: Address, codeHash: Bytes32): Promise<Hex> {
    return found(this.#codes.get(codeHash));
  }

  header(hash: Bytes32): Promise<BlockHeader> {
    return found(this.#headers.get(hash));
  }
}

function found<T>(recorded: T | undefined): Promise<T> {
  if (recorded !== undefined) return Promise.resolve(recorded);
  const error = new DomainError(
    'SIMULATION_UNAVAILABLE',
    'the record does not hold the state that the run needs',
  );
  return Promise.reject(error);
}
