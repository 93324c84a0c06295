import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditVeil, type JudgedEntry, type ShownIn, type VeiledBy } from '../audit-log/audit-veil.js';
import { mayHoldOwnerBytes } from '../domain/audit-log/owner-bytes.js';
import { type Transfer, isExposed } from '../domain/transfers/transfer.js';
import { type SafeId, type TransferId, idPattern, parseId } from '../domain/values/identifier.js';
import type { Principal } from '../infra/http/access.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { SignatureVeil } from './signature-veil.js';
import { Veil } from './veil.js';

const Typed = z.object({ type: z.string() });

/**
 * Veils log entries about transfers whose amount must be re-keyed first, because entries contain everything about a
 * transfer; and entries with bytes that owners signed, while these can still execute something. A file that is kept
 * never has such bytes: who takes it again later may own no key any more.
 */
@Injectable()
export class VeiledLog extends AuditVeil {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly veil: Veil,
    private readonly signatures: SignatureVeil,
  ) {
    super();
  }

  override async hidden(
    reader: Principal,
    entries: readonly JudgedEntry[],
    shownIn: ShownIn,
  ): Promise<ReadonlyMap<bigint, VeiledBy>> {
    const asked = new Reading(this.transfers, async (transfer) => {
      if (await this.veil.hides(transfer, reader)) return 'REKEY_REQUIRED';
      if (!isExposed(transfer)) return undefined;
      if (shownIn === 'answer' && (await this.signatures.isSigner(reader, transfer.intent.safeId)))
        return undefined;
      return 'ENTRY_VEILED';
    });
    const hidden = new Map<bigint, VeiledBy>();
    for (const entry of entries) {
      const veiledBy = await this.veiledBy(entry, asked);
      if (veiledBy) hidden.set(entry.index, veiledBy);
    }
    return hidden;
  }

  private async veiledBy({ subject, body }: JudgedEntry, asked: Reading): Promise<VeiledBy | undefined> {
    const own = subject !== null && idPattern('tr').test(subject) ? parseId('tr', subject) : undefined;
    if (own && (await asked.of(own)) === 'REKEY_REQUIRED') return 'REKEY_REQUIRED';
    if (!mayHoldOwnerBytes({ type: Typed.parse(JSON.parse(body)).type, text: body })) return undefined;
    const named = own ? [own] : idsIn(body, 'tr').map((id) => parseId('tr', id));
    for (const id of named) if ((await asked.of(id)) === 'ENTRY_VEILED') return 'ENTRY_VEILED';
    if (named.length > 0) return undefined;
    // It names no transfer: then whatever is exposed on the Safes that it names may be meant.
    const exposed = await asked.exposedOn(idsIn(body, 'safe').map((id) => parseId('safe', id)));
    for (const id of exposed) if ((await asked.of(id)) === 'ENTRY_VEILED') return 'ENTRY_VEILED';
    return undefined;
  }
}

/** What one reading asks of transfers, each of them once. */
class Reading {
  readonly #answers = new Map<TransferId, VeiledBy | undefined>();

  constructor(
    private readonly transfers: TransfersRepository,
    private readonly ask: (transfer: Transfer) => Promise<VeiledBy | undefined>,
  ) {}

  async of(id: TransferId): Promise<VeiledBy | undefined> {
    if (!this.#answers.has(id)) {
      const transfer = await this.transfers.find(id);
      this.#answers.set(id, transfer && (await this.ask(transfer)));
    }
    return this.#answers.get(id);
  }

  async exposedOn(safeIds: readonly SafeId[]): Promise<readonly TransferId[]> {
    if (safeIds.length === 0) return [];
    return (await this.transfers.exposed(safeIds)).map(({ id }) => id);
  }
}

function idsIn(text: string, prefix: 'tr' | 'safe'): readonly string[] {
  const anywhere = new RegExp(`(?<![a-z_])${idPattern(prefix).source.replace(/^\^|\$$/g, '')}`, 'g');
  return [...new Set(text.match(anywhere) ?? [])];
}
