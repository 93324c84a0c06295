import { Injectable } from '@nestjs/common';
import { LogTree } from '../audit-log/tree/log-tree.js';
import { LogTreeRepository } from '../audit-log/tree/log-tree.repository.js';
import { DomainError } from '../domain/errors.js';

/** The signed tree that an export is of. */
export interface ExportBasis {
  readonly checkpointSize: bigint;
  /** The note, with the cosignatures that it has. */
  readonly checkpoint: string;
}

/** How far the newest checkpoint that enough witnesses have cosigned may be behind, and still be the better one. */
const WITNESSED_LAG_MS = 60_000;

/** Chooses the tree for an export that is asked for now. */
@Injectable()
export class ExportBases {
  constructor(
    private readonly tree: LogTree,
    private readonly checkpoints: LogTreeRepository,
  ) {}

  async newest(): Promise<ExportBasis> {
    const [latest, witnessed] = await Promise.all([this.checkpoints.latest(), this.tree.witnessed(0n)]);
    if (!latest) throw new DomainError('AUDIT_ENTRY_NOT_FOUND', 'the log has no entry yet');
    const isRecent =
      witnessed !== undefined && latest.at.getTime() - witnessed.at.getTime() <= WITNESSED_LAG_MS;
    const chosen = isRecent ? witnessed : latest;
    return { checkpointSize: chosen.size, checkpoint: await this.tree.cosigned(chosen) };
  }
}
