import { Injectable } from '@nestjs/common';
import { printAct } from '../domain/changes/act.js';
import { DomainError } from '../domain/errors.js';
import type { EvidenceBundle } from '../domain/evidence/bundle.js';
import { type LogEntry, registerNamed } from '../domain/evidence/log-entries.js';
import { canonicalText } from '../domain/simulation/effects.js';
import type { ExecutedAs } from '../domain/transfers/transfer.js';
import type { Json } from '../domain/values/canonical-json.js';
import { BlockProofs, type TransactionInBlock } from '../infra/chain/block-proofs.js';
import { GovernanceActsRepository, actOf } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { LogEvidence } from './log-evidence.js';

/** The register's acts, as far as a transfer's entries name them. */
@Injectable()
export class RegisterEvidence {
  constructor(
    private readonly register: Register,
    private readonly acts: GovernanceActsRepository,
  ) {}

  async named(entries: readonly LogEntry[]): Promise<Pick<EvidenceBundle, 'installation' | 'acts'>> {
    const { ledger } = await this.register.current();
    const last = Math.max(1, ...entries.map((entry) => registerNamed(entry)?.acts ?? 0));
    const rows = await this.acts.since(0n);
    const acts = rows.slice(0, last).map((row) => JSON.parse(printAct(actOf(row))) as Json);
    return { installation: ledger.installation, acts };
  }
}

/** Where evidence lies that is not about one transfer alone. */
@Injectable()
export class EvidenceSources {
  constructor(
    readonly log: LogEvidence,
    readonly register: RegisterEvidence,
    private readonly blocks: BlockProofs,
  ) {}

  /** Null where nobody serves it: the bundle then says so, and is good for the rest. */
  async proof({ blockHash, transactionHash }: ExecutedAs): Promise<InBlock> {
    try {
      return plainProof(await this.blocks.prove(blockHash, transactionHash));
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}

type InBlock = NonNullable<EvidenceBundle['execution']>['inBlock'];

/** With every integer of the chain as a decimal string. */
function plainProof(proven: TransactionInBlock): InBlock {
  return JSON.parse(canonicalText(proven)) as InBlock;
}
