import { Injectable } from '@nestjs/common';
import { reconcile } from '../domain/reconciliation/reconcile.js';
import { supportedVersion } from '../domain/safes/onboarding.js';
import { profileDrift } from '../domain/safes/profile.js';
import { expectedEffects } from '../domain/simulation/expected-effects.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { buildSafeTransaction } from '../domain/transfers/safe-transaction.js';
import type { Reason, TransferIn } from '../domain/transfers/transfer.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { ExecutionTracer } from '../simulation/execution-tracer.js';
import { Registries } from '../transfers/gather-facts.js';
import { ChainFindings } from './chain-findings.js';

@Injectable()
export class Comparison {
  constructor(
    private readonly safes: SafesRepository,
    private readonly registries: Registries,
    private readonly reader: SafeReader,
    private readonly tracer: ExecutionTracer,
  ) {}

  async compare(transfer: TransferIn<'executed'>, finalized: AgreedBlock): Promise<readonly Reason[]> {
    const { intent, evidence } = transfer;
    const { nonce, safeTxHash } = evidence.cleared;
    const { executor, transactionHash } = evidence.execution;
    const safe = await this.safes.find(intent.safeId);
    if (!safe) throw new Error(`${intent.safeId} is not onboarded`);
    const { asset } = await this.registries.asset(intent);
    const movement = { asset, destination: intent.destination, amount: intent.amount };
    const effects = await this.tracer.trace({ transactionHash, safe: safe.address, movement, executor });
    const transaction = buildSafeTransaction(movement, nonce);
    const request = {
      chainId: intent.chainId,
      safe: safe.address,
      transaction,
      safeTxHash,
      owners: safe.profile.owners.slice(0, safe.profile.threshold),
      executor,
      movement,
      block: finalized,
      provider: '',
    };
    const reading = await this.reader.readProfileAt(safe.address, finalized);
    const drift = profileDrift(safe.profile, reading.profile);
    return reconcile({ effects, drift }, expectedEffects(request, codeOf(safe)));
  }
}

/** Once an execution is final, compares what it did with what was approved. */
@Injectable()
export class Settlement {
  constructor(
    private readonly reader: SafeReader,
    private readonly comparison: Comparison,
    private readonly findings: ChainFindings,
  ) {}

  async look(transfer: TransferIn<'executed'>): Promise<void> {
    const { execution } = transfer.evidence;
    const finalized = await this.reader.block('finalized');
    const receipt = await this.reader.transactionReceipt(execution.transactionHash);
    if (!receipt) {
      if (finalized.number <= execution.blockNumber) return;
      // The execution was taken back by a reorganisation and finality passed its place without it.
      const reason = 'the execution is no longer on the chain';
      return this.findings.mismatched(transfer, [{ code: 'POST_EXEC_MISMATCH', reason }]);
    }
    if (finalized.number < receipt.blockNumber) return;
    const reasons = await this.comparison.compare(transfer, finalized);
    if (reasons.length === 0) await this.findings.settled(transfer);
    else await this.findings.mismatched(transfer, reasons);
  }
}

function codeOf({ profile }: OnboardedSafe) {
  const version = supportedVersion(profile);
  if (typeof version !== 'string') throw new Error(`the Safe ${profile.address} is of no supported version`);
  return { version, singleton: profile.singleton };
}
