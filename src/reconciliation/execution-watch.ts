import { Injectable } from '@nestjs/common';
import { DomainError, type ErrorCode } from '../domain/errors.js';
import { profileDrift } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { ExecutedAs, TransferIn } from '../domain/transfers/transfer.js';
import { ExecutionFinder } from '../infra/chain/execution-finder.js';
import { Relayer } from '../infra/chain/relayer.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { Freezes } from '../safes/freezes.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { JOBS } from '../transfers/transfer-life.js';
import { ChainFindings } from './chain-findings.js';

type Open = TransferIn<'relayed' | 'signed' | 'submitted'>;

@Injectable()
export class Sending {
  constructor(
    private readonly database: Database,
    private readonly relayer: Relayer,
    private readonly freezes: Freezes,
    private readonly jobs: Jobs,
  ) {}

  /** The same bytes again and again, until they are in a block; new ones only when these can no longer get in. */
  async send(transfer: TransferIn<'submitted'>): Promise<void> {
    const latest = transfer.evidence.submissions.at(-1);
    if (!latest) throw new Error(`${transfer.id} was submitted without bytes`);
    const submission = { ...latest, rawTransaction: latest.rawTransaction as `0x${string}` };
    if (await this.relayer.isSpent(submission)) {
      await this.database.transaction((tx) => this.jobs.order(tx, { name: JOBS.submit, id: transfer.id }));
      return;
    }
    // Asked last: a freeze stops every sending that has not begun, also of bytes that were written before it.
    if (await this.freezes.frozen(transfer.intent.safeId)) return;
    await this.relayer.broadcast(submission);
  }
}

/** Looks whether the nonce of a relayed transfer has been used, and by what. */
@Injectable()
export class ExecutionWatch {
  constructor(
    private readonly safes: SafesRepository,
    private readonly reader: SafeReader,
    private readonly finder: ExecutionFinder,
    private readonly simulations: SimulationsRepository,
    private readonly sending: Sending,
    private readonly findings: ChainFindings,
  ) {}

  async look(transfer: Open): Promise<void> {
    const safe = await this.safes.find(transfer.intent.safeId);
    if (!safe) throw new Error(`${transfer.intent.safeId} is not onboarded`);
    const reading = await this.reader.readProfile(safe.address, 'all', safe.profile);
    const drift = profileDrift(safe.profile, reading.profile);
    if (drift.length > 0 && !isKnown(safe, 'SAFE_STATE_DRIFT')) await this.findings.drifted(transfer, drift);
    if (reading.nonce <= transfer.evidence.cleared.nonce) {
      if (transfer.state === 'submitted') await this.sending.send(transfer);
      return;
    }
    const execution = await this.found(transfer, reading.block);
    if (execution) return this.findings.executed(transfer, execution);
    if (!isKnown(safe, 'NONCE_SUPERSEDED')) await this.findings.contended(transfer, reading.nonce);
    // Only a final use of the nonce makes the owners' signatures worthless and the budget free (invariant 11).
    const { nonce } = await this.reader.readProfile(safe.address, 'all', safe.profile, 'finalized');
    if (nonce > transfer.evidence.cleared.nonce) await this.findings.superseded(transfer, nonce);
  }

  private async found(transfer: Open, to: AgreedBlock): Promise<ExecutedAs | undefined> {
    const simulated = await this.simulations.list(transfer.id);
    // The nonce was unused when it was simulated, so the execution is later than that.
    const from = simulated.at(-1)?.blockNumber;
    if (from === undefined) throw new Error(`${transfer.id} was relayed without a simulation`);
    const { safeTxHash } = transfer.evidence.cleared;
    const found = await this.finder.find(transfer.intent.safe, safeTxHash, { from, to });
    if (!found) return undefined;
    const receipt = await this.reader.transactionReceipt(found.transactionHash);
    if (!receipt)
      throw new DomainError('RPC_UNAVAILABLE', 'not every provider has the receipt of the execution yet');
    return { ...found, executor: receipt.from };
  }
}

/** The Safe stands frozen for this already. A freeze for another reason hides nothing: this is found besides. */
function isKnown({ frozen }: OnboardedSafe, code: ErrorCode): boolean {
  return frozen?.codes.includes(code) === true;
}
