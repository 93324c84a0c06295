import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LogKey } from '../audit-log/sequencer/log-key.js';
import { sha256 } from '../audit-log/sequencer/sha256.js';
import { ExportCheck } from '../domain/audit-log/verify-export.js';
import { DomainError } from '../domain/errors.js';
import { Database } from '../infra/database/database.js';
import { type AuditExport, AuditExportsRepository } from './audit-exports.repository.js';
import { ExportRecords } from './export-records.js';
import type { StreamedWriter } from './formats/export-writer.js';
import { ExportWriters } from './export-writers.js';

/** Parts between two signs of life; they take a few seconds. */
const PARTS_A_SIGN = 100;

/** The end of a file, and the hash of all of it. */
interface Ending {
  readonly tail: Buffer;
  readonly sha256: string;
}

/**
 * Finishes an export once all its entries are written: the last lines, the hash of the file, and the log entry that
 * names it. A file that does not verify is not given out.
 */
@Injectable()
export class ExportEnds {
  constructor(
    private readonly database: Database,
    private readonly exports: AuditExportsRepository,
    private readonly writers: ExportWriters,
    private readonly records: ExportRecords,
    private readonly key: LogKey,
  ) {}

  /** @throws DomainError LOG_FORK if what was written does not verify */
  async finish(id: string): Promise<void> {
    const written = await this.exports.find(id);
    if (written?.status !== 'running' || written.next !== written.to) return;
    // Outside the transaction: reading a long file takes a while, and its parts are immutable.
    const { tail, sha256: hash } = await this.ending(written);
    await this.database.transaction(async (tx) => {
      const order = await this.exports.lock(tx, id);
      if (order?.status !== 'running' || order.parts !== written.parts) return;
      const now = await this.database.now(tx);
      const contents = tail.length === 0 ? [] : [tail];
      await this.exports.advance(tx, order, { contents, next: order.to, entries: 0n, veiled: 0n }, now);
      await this.exports.finish(tx, id, hash, now);
      const bytes = order.bytes + BigInt(tail.length);
      await this.records.write(tx, order, 'system', { kind: 'finished', sha256: hash, bytes });
    });
  }

  /** The log differs from what was signed: give nothing out. The check of the log alarms people. */
  async fail(id: string, { code, message: reason }: DomainError): Promise<void> {
    await this.database.transaction(async (tx) => {
      const order = await this.exports.lock(tx, id);
      if (!order || order.status === 'done' || order.status === 'failed') return;
      await this.exports.fail(tx, id, { code, reason }, await this.database.now(tx));
      await this.records.write(tx, order, 'system', { kind: 'failed', code, reason });
    });
  }

  private async ending(order: AuditExport): Promise<Ending> {
    const writer = this.writers.of(order.format);
    const file = createHash('sha256');
    const check = order.format === 'jsonl' ? new WrittenCheck(this.key) : undefined;
    let read = 0;
    for await (const part of this.exports.contents(order)) {
      // A long file takes longer than a turn may, and this process must not be taken for dead.
      if (read % PARTS_A_SIGN === 0) await this.exports.touch(order.id, await this.database.now());
      read += 1;
      file.update(part);
      check?.take(part);
    }
    const before = file.copy().digest();
    const tail = writer.kind === 'streamed' ? tailOf(writer, order, before) : Buffer.alloc(0);
    check?.take(tail);
    check?.requireProven();
    return { tail, sha256: `0x${file.update(tail).digest('hex')}` };
  }
}

function tailOf(writer: StreamedWriter, order: AuditExport, before: Uint8Array): Buffer {
  const { from, to, entries, veiled } = order;
  const leftOut = to - from - entries - veiled;
  return Buffer.from(writer.tail(order, { entries, veiled, leftOut, sha256: before }));
}

/** Verifies a file as its reader will. Parts end at line ends. */
class WrittenCheck {
  private readonly check: ExportCheck;

  constructor(key: LogKey) {
    const runningHash = () => createHash('sha256');
    this.check = new ExportCheck({ logKey: key.verifier, policy: null, hasher: sha256, runningHash });
  }

  take(part: Uint8Array): void {
    for (const line of Buffer.from(part).toString().split('\n').slice(0, -1)) this.check.take(line);
  }

  requireProven(): void {
    const verdict = this.check.finish();
    if (!verdict.isProven) throw new DomainError('LOG_FORK', `the export does not verify: ${verdict.reason}`);
  }
}
