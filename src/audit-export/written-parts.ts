import { Injectable } from '@nestjs/common';
import { AuditLogRepository, type StoredEntry } from '../audit-log/audit-log.repository.js';
import { AuditVeil, type VeiledBy } from '../audit-log/audit-veil.js';
import { type SaidEntry, readSaidEntry } from '../domain/audit-log/said-entry.js';
import { type EntryNames, NO_NAMES } from '../domain/reports/entry-names.js';
import type { AuditExport, ExportTurn } from './audit-exports.repository.js';
import { ExportNames } from './export-names.js';
import { searchOf } from './export-search.js';
import type { ReportingWriter, ShownEntry, StreamedWriter, WholeWriter } from './formats/export-writer.js';
import { ExportWriters } from './export-writers.js';
import { requireOwnHash } from './own-hash.js';

/** How many entries a part shows at most. */
const PART_ENTRIES = 500;
const CHUNK_BYTES = 1024 * 1024;

/** Makes the next part of an export from the log, veiling what its reader may not read yet. */
@Injectable()
export class WrittenParts {
  constructor(
    private readonly entries: AuditLogRepository,
    private readonly veil: AuditVeil,
    private readonly writers: ExportWriters,
    private readonly names: ExportNames,
  ) {}

  next(order: AuditExport): Promise<ExportTurn> {
    const writer = this.writers.of(order.format);
    switch (writer.kind) {
      case 'streamed':
        return this.streamed(order, writer);
      case 'whole':
        return this.whole(order, writer);
      case 'report':
        return this.reported(order, writer);
    }
  }

  private async streamed(order: AuditExport, writer: StreamedWriter): Promise<ExportTurn> {
    const { entries, to } = await this.shown(order, order.next);
    const texts = [
      ...(order.parts === 0 ? [await writer.head(order)] : []),
      await writer.body(order, { from: order.next, to, entries }),
    ];
    return { contents: [Buffer.from(texts.join(''))], next: to, ...countsOf(entries) };
  }

  private async whole(order: AuditExport, writer: WholeWriter): Promise<ExportTurn> {
    const all: ShownEntry[] = [];
    for (let next = order.next; next < order.to;) {
      const { entries, to } = await this.shown(order, next);
      all.push(...entries);
      next = to;
    }
    const file = await writer.whole(order, all);
    return { contents: inChunks(file), next: order.to, ...countsOf(all) };
  }

  /** Of the whole log, whatever period it is about: names and rights are built from its first entry on. */
  private async reported(order: AuditExport, writer: ReportingWriter): Promise<ExportTurn> {
    const said: SaidEntry[] = [];
    let missing = 0;
    for (let after = -1n; ;) {
      const page = await this.entries.list({
        types: writer.types,
        after,
        before: order.to,
        limit: PART_ENTRIES,
      });
      const hidden = await this.veil.hidden(order.reader, page, 'file');
      page.forEach(requireOwnHash);
      for (const { index, body } of page) {
        // The bytes of owners' signatures are veiled; who signed is not, and a report prints no bytes.
        const entry = hidden.get(index) === 'REKEY_REQUIRED' ? undefined : readSaidEntry(body);
        if (entry) said.push(entry);
        else missing += 1;
      }
      const last = page.at(-1);
      if (!last || page.length < PART_ENTRIES) break;
      after = last.index;
    }
    const file = await writer.report(order, said, missing);
    const counts = { entries: BigInt(said.length), veiled: BigInt(missing) };
    return { contents: inChunks(file), next: order.to, ...counts };
  }

  /** The next entries that the filter asks for, and up to where there are no others. */
  private async shown(
    { filter, to: end, reader }: AuditExport,
    from: bigint,
  ): Promise<{ readonly entries: readonly ShownEntry[]; readonly to: bigint }> {
    const search = { ...searchOf(filter, { from, to: end }), limit: PART_ENTRIES };
    const found = await this.entries.list(search);
    const hidden = await this.veil.hidden(reader, found, 'file');
    found.forEach(requireOwnHash);
    const named = await this.names.of(
      found.filter(({ index }) => !hidden.has(index)),
      reader,
    );
    const last = found.at(-1);
    return {
      entries: found.map((entry) => shownEntry(entry, { hidden, named })),
      to: found.length < PART_ENTRIES || !last ? end : last.index + 1n,
    };
  }
}

function inChunks(file: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(file.length / CHUNK_BYTES) }, (_, at) =>
    file.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
  );
}

interface Known {
  readonly hidden: ReadonlyMap<bigint, VeiledBy>;
  readonly named: ReadonlyMap<bigint, EntryNames>;
}

function shownEntry({ index, leafHash, body }: StoredEntry, { hidden, named }: Known): ShownEntry {
  return { index, leafHash, body, isVeiled: hidden.has(index), names: named.get(index) ?? NO_NAMES };
}

function countsOf(entries: readonly ShownEntry[]): { entries: bigint; veiled: bigint } {
  const veiled = entries.filter(({ isVeiled }) => isVeiled).length;
  return { entries: BigInt(entries.length - veiled), veiled: BigInt(veiled) };
}
