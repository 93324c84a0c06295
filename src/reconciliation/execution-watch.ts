import { Injectable } from '@nestjs/common';
import type { ErrorCode } from '../domain/errors.js';
import { profileDrift } from '../domain/safes/profile.js';
import type { Exposed, TransferIn } from '../domain/transfers/transfer.js';
import type { NonceUse } from '../infra/chain/execution-finder.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { BurnSettlement } from './burn-settlement.js';
import { ChainFindings } from './chain-findings.js';
import { NonceUses } from './nonce-uses.js';
import { Sending } from '../transmissions/sending.js';

type Open = TransferIn<Exposed>;

/** Watches whether the nonce of a relayed transfer was used, and by which transaction. */
@Injectable()
export class ExecutionWatch {
  constructor(
    private readonly safes: SafesRepository,
    private readonly reader: SafeReader,
    private readonly uses: NonceUses,
    private readonly sending: Sending,
    private readonly burns: BurnSettlement,
    private readonly findings: ChainFindings,
  ) {}

  /** @returns what it still looks for; undefined where there is nothing unusual */
  async look(transfer: Open): Promise<string | undefined> {
    const safe = await this.safes.find(transfer.intent.safeId);
    if (!safe) throw new Error(`${transfer.intent.safeId} is not onboarded`);
    const reading = await this.reader.readProfile(safe.address, 'all', safe.profile);
    const drift = profileDrift(safe.profile, reading.profile);
    if (drift.length > 0 && !isKnown(safe, 'SAFE_STATE_DRIFT')) await this.findings.drifted(transfer, drift);
    if (reading.nonce <= transfer.evidence.cleared.nonce)
      return isSent(transfer) ? this.sending.send(transfer) : undefined;
    const use = await this.uses.until(transfer, reading.block);
    if (use.kind === 'unused') return undefined;
    if (use.kind === 'other') return this.supersede(transfer, use);
    if (transfer.state === 'cancelling' && use.safeTxHash !== transfer.evidence.cleared.safeTxHash)
      return this.burns.look(transfer, use.execution);
    await this.findings.executed(transfer, use.execution);
    return undefined;
  }

  /**
   * Only a final use of the nonce makes the owners' signatures worthless and the budget free (invariant 11), and only it
   * freezes (invariant 23). Until then a reorganisation can bring the approved execution back.
   */
  private async supersede(
    transfer: Open,
    seen: Extract<NonceUse, { kind: 'other' }>,
  ): Promise<string | undefined> {
    const finalized = await this.reader.block('finalized');
    const use = await this.uses.until(transfer, finalized);
    if (use.kind !== 'other')
      return `something else used the nonce in block ${String(seen.block.number)}; that is not final yet`;
    const nonceNow = transfer.evidence.cleared.nonce + 1n;
    await this.findings.superseded(transfer, { nonceNow, blockHash: use.block.hash, hashes: use.hashes });
    return undefined;
  }
}

/** Bytes may be on their way: the transfer's, or those that take its payment back. The first ones the submit job sends. */
function isSent(transfer: Open): transfer is TransferIn<'submitted' | 'cancelling'> {
  if (transfer.state === 'cancelling') return transfer.evidence.cancel.stage !== 'signed';
  return transfer.state === 'submitted';
}

/** True if the Safe is frozen for this reason already. A freeze for another reason does not suppress the finding. */
function isKnown({ frozen }: OnboardedSafe, code: ErrorCode): boolean {
  return frozen?.codes.some((each) => each === code) === true;
}
