import { Injectable } from '@nestjs/common';
import { accountOf } from '../domain/identity/person.js';
import type { Approval } from '../domain/signatures/executed-approvals.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import { ChainFindings } from './chain-findings.js';
import { type ExecutedTransfer, ExecutionComparison } from './execution-comparison.js';
import { NonceUses } from './nonce-uses.js';

/** Once an execution is final, compares what it did with what was approved. */
@Injectable()
export class Settlement {
  constructor(
    private readonly safes: SafesRepository,
    private readonly registries: TransferObjects,
    private readonly reader: SafeReader,
    private readonly uses: NonceUses,
    private readonly comparison: ExecutionComparison,
    private readonly signatures: OwnerSignaturesRepository,
    private readonly people: PeopleRepository,
    private readonly findings: ChainFindings,
  ) {}

  /** @returns what it still looks for; undefined once the transfer has ended */
  async look(transfer: TransferIn<'executed'>): Promise<string | undefined> {
    const { execution } = transfer.evidence;
    const finalized = await this.reader.block('finalized');
    const block = await this.reader.blockAt(execution.blockNumber);
    if (block.hash !== execution.blockHash) return this.moved(transfer);
    if (finalized.number < execution.blockNumber)
      return `block ${String(execution.blockNumber)} of the execution is not final yet`;
    // The block is the agreed one at its height, and it was proven to hold the execution when that was found.
    const { record, verdict } = await this.comparison.compare(await this.executed(transfer), finalized);
    const ended = { record, verdict, approvals: await this.uncollected(transfer, verdict.approvals) };
    if (verdict.reasons.length === 0) await this.findings.settled(transfer, ended);
    else await this.findings.mismatched(transfer, ended);
    return undefined;
  }

  private async executed({ intent, evidence }: TransferIn<'executed'>): Promise<ExecutedTransfer> {
    const safe = await this.safes.find(intent.safeId);
    if (!safe) throw new Error(`${intent.safeId} is not onboarded`);
    const { asset } = await this.registries.asset(intent);
    const { nonce, safeTxHash } = evidence.cleared;
    const { executor, transactionHash } = evidence.execution;
    const built = transactionOf(intent, asset, nonce);
    return { ...built, profile: safe.profile, safeTxHash, executor, transactionHash };
  }

  /** Another block stands at that height: the execution is elsewhere, or it is off the chain (a reorganisation). */
  private async moved(transfer: TransferIn<'executed'>): Promise<string> {
    const use = await this.uses.until(transfer, await this.reader.block('latest'));
    if (use.kind === 'executed') await this.findings.executed(transfer, use.execution);
    else await this.findings.reorganised(transfer);
    return 'a reorganisation took the execution out of its block; it is looked for again';
  }

  /** Owners whose approval Sluice never saw; and whether one of them is the requester (invariant 10). */
  private async uncollected(
    { id, intent, evidence }: TransferIn<'executed'>,
    approvals: readonly Approval[],
  ) {
    const { safeTxHash } = evidence.cleared;
    const collected = (await this.signatures.list({ transferId: id, safeTxHash })).map(({ owner }) => owner);
    const missing = approvals.filter(({ owner }) => !collected.includes(owner));
    const requester = await this.people.find(intent.requesterId);
    const own = (requester?.keys ?? []).map(accountOf);
    return missing.map((each) => ({ ...each, isRequester: own.includes(each.owner) }));
  }
}
