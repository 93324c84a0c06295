import type { AuditExport } from '../../src/audit-export/audit-exports.repository.js';
import type { ShownEntry } from '../../src/audit-export/formats/export-writer.js';
import { entryBody } from '../../src/domain/audit-log/entry.js';
import { leafHash } from '../../src/domain/audit-log/merkle.js';
import { canonicalJson, type Json } from '../../src/domain/values/canonical-json.js';
import { type EntryNames, NO_NAMES } from '../../src/domain/reports/entry-names.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { parseUtc } from '../../src/domain/values/time.js';

/** An export of a log of ten entries, as it stands when it was just asked for. */
export function anExport(change: Partial<AuditExport> = {}): AuditExport {
  const apiKeyId = 'key_01890a5d-ac96-774b-bcce-b302099a8057';
  return {
    id: parseId('exp', 'exp_01890a5d-ac96-774b-bcce-b302099a8057'),
    requestedBy: apiKeyId,
    reader: { kind: 'service', apiKeyId, name: 'siem', roles: ['auditor'] },
    format: 'jsonl',
    filter: {},
    ...{ from: 0n, to: 10n, next: 0n, checkpointSize: 10n },
    checkpoint: 'log.test/sluice\n10\nroot\n\n— log.test/sluice signature\n',
    ...{ status: 'queued', parts: 0, entries: 0n, veiled: 0n, bytes: 0n },
    ...{ sha256: null, failure: null, finishedAt: null },
    createdAt: parseUtc('2026-11-22T09:00:00Z'),
    expiresAt: parseUtc('2026-12-22T09:00:00Z'),
    ...change,
  };
}

interface EntryOptions {
  readonly type?: string;
  readonly actor?: string;
  readonly subject?: string | null;
  readonly detail?: Readonly<Record<string, Json>>;
  readonly isVeiled?: boolean;
  readonly names?: Partial<EntryNames>;
}

export function shownEntry(index: number, options: EntryOptions = {}): ShownEntry {
  const { type = 'transfer.queued', actor = 'per_ada', subject = 'tr_1', isVeiled = false } = options;
  const detail = canonicalJson(options.detail ?? {});
  const act = { type, actor, subject, safeId: null, detail };
  const body = entryBody(act, BigInt(index), '2026-11-22T08:30:00.123Z');
  const names = { ...NO_NAMES, ...options.names };
  return { index: BigInt(index), leafHash: leafHash(body), body, isVeiled, names };
}
