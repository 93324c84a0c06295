import { Injectable } from '@nestjs/common';
import { type AuditFilter, AuditLogRepository, type StoredEntry } from '../audit-log/audit-log.repository.js';
import { AuditVeil } from '../audit-log/audit-veil.js';
import { type EntryNames, entryNames, requestIn } from '../domain/reports/entry-names.js';
import { GOVERNED_TYPES, LoggedRegister } from '../domain/reports/logged-register.js';
import { type SaidEntry, readSaidEntry } from '../domain/audit-log/said-entry.js';
import type { Principal } from '../infra/http/access.js';
import { requireOwnHash } from './own-hash.js';

const PAGE = 500;

/**
 * What the ids in entries were called at each entry's moment: the log's own governed changes are replayed up to it. So
 * every part of a file gives the same names, whoever writes it and whenever.
 */
@Injectable()
export class ExportNames {
  constructor(
    private readonly entries: AuditLogRepository,
    private readonly veil: AuditVeil,
  ) {}

  /** @param shown in the order of the log, without veiled ones */
  async of(shown: readonly StoredEntry[], reader: Principal): Promise<ReadonlyMap<bigint, EntryNames>> {
    const last = shown.at(-1);
    if (!last) return new Map();
    const before = last.index + 1n;
    const governed = await this.all({ types: GOVERNED_TYPES, after: -1n, before });
    const requests = await this.requests(shown, { reader, before });
    const register = new LoggedRegister();
    const names = new Map<bigint, EntryNames>();
    let taken = 0;
    for (const { index, entry } of shown.flatMap(read)) {
      for (let next = governed[taken]; next !== undefined && next.index <= index; next = governed[taken]) {
        register.take(next.entry);
        taken += 1;
      }
      const request = requests.get(entry.subject ?? '');
      names.set(index, entryNames(entry, register, request && requestIn(request)));
    }
    return names;
  }

  /** What each of their transfers asks for, if the reader may see it. */
  private async requests(
    shown: readonly StoredEntry[],
    { reader, before }: { readonly reader: Principal; readonly before: bigint },
  ): Promise<ReadonlyMap<string, SaidEntry>> {
    const subjects = [...new Set(shown.flatMap(({ subject }) => subject ?? []))].filter((id) =>
      id.startsWith('tr_'),
    );
    if (subjects.length === 0) return new Map();
    const found = await this.all({ types: ['transfer.requested'], subjects, after: -1n, before });
    const hidden = await this.veil.hidden(
      reader,
      found.map(({ stored }) => stored),
      'file',
    );
    return new Map(
      found
        .filter(({ index }) => !hidden.has(index))
        .map(({ stored, entry }) => [stored.subject ?? '', entry] as const),
    );
  }

  private async all(filter: Omit<AuditFilter, 'limit'>): Promise<readonly Read[]> {
    const all: Read[] = [];
    for (let { after } = filter; ;) {
      const page = await this.entries.list({ ...filter, after, limit: PAGE });
      page.forEach(requireOwnHash);
      all.push(...page.flatMap(read));
      const last = page.at(-1);
      if (!last || page.length < PAGE) return all;
      after = last.index;
    }
  }
}

interface Read {
  readonly index: bigint;
  readonly stored: StoredEntry;
  readonly entry: SaidEntry;
}

function read(stored: StoredEntry): readonly Read[] {
  const entry = readSaidEntry(stored.body);
  return entry ? [{ index: stored.index, stored, entry }] : [];
}
