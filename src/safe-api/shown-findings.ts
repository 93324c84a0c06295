import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { withoutOwnerBytes } from '../domain/audit-log/owner-bytes.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { Principal } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { FindingsRepository } from '../safes/findings.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { SignatureVeil } from '../veil/signature-veil.js';
import type { FindingView } from './safes.contract.js';

/** A Safe's findings as this reader may see them: what owners signed is kept back while it can execute something. */
@Injectable()
export class ShownFindings {
  constructor(
    private readonly findings: FindingsRepository,
    private readonly transfers: TransfersRepository,
    private readonly veil: SignatureVeil,
  ) {}

  async list(safeId: SafeId, by: Principal): Promise<FindingView[]> {
    const found = await this.findings.list(safeId);
    const isSigner = await this.veil.isSigner(by, safeId);
    // Asked after the findings were read, so that none about a later signature gets through.
    const exposed = new Set<string>((await this.transfers.exposed([safeId])).map(({ id }) => id));
    return found.map(({ at, detail, ...finding }) => {
      const { transferId } = finding;
      const isOpen = transferId === null ? exposed.size > 0 : exposed.has(transferId);
      const shown = isOpen && !isSigner ? withoutOwnerBytes(z.json().parse(detail)) : detail;
      return { ...finding, detail: shown, at: printTimestamp(at) };
    });
  }
}
