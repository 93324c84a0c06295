import { Injectable } from '@nestjs/common';
import { LogTree } from '../audit-log/tree/log-tree.js';
import { LogTreeRepository } from '../audit-log/tree/log-tree.repository.js';
import { DomainError } from '../domain/errors.js';

/** The signed tree that an export rests on. */
export interface ExportBasis {
  readonly checkpointSize: bigint;
  /** The note, with the cosignatures that it has. */
  readonly checkpoint: string;
}

/** The newest witnessed checkpoint is preferred to a newer unwitnessed one if it is at most this far behind. */
const WITNESSED_LAG_MS = 60_000;

/** Chooses the checkpoint for a new export. */
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
