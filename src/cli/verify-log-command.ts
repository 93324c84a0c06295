import { createHash, hash } from 'node:crypto';
import { Command } from 'commander';
import { bytesToHex } from 'viem';
import { printBase64 } from '../domain/audit-log/base64.js';
import type { TreeHead } from '../domain/audit-log/checkpoint.js';
import { exportNotProved, exportProved, refusalLines } from '../domain/audit-log/export-findings.js';
import { logSummary } from '../domain/audit-log/findings.js';
import { MalformedLogText } from '../domain/audit-log/malformed.js';
import { parseSignedNote } from '../domain/audit-log/signed-note.js';
import { verifyCheckpoint } from '../domain/audit-log/verify-checkpoint.js';
import { ExportCheck, type ExportVerdict } from '../domain/audit-log/verify-export.js';
import { shown } from '../domain/values/shown.js';
import type { Terminal } from './inspect-command.js';
import { type LogTrustOptions, trustOf } from './reading/log-trust.js';
import { MalformedLines, readLines } from './reading/read-lines.js';
import { readSource } from './reading/source.js';

interface LogOptions extends LogTrustOptions {
  readonly checkpoint: readonly string[];
  readonly json?: boolean;
}

type Refusal = Extract<ExportVerdict, { isProven: false }>;

/**
 * `sluice verify log`: verifies an export of the audit log line by line, trusting only the key and heads in the
 * options.
 */
export function logCommand(terminal: Terminal): Command {
  return new Command('log')
    .description('Verify an export of the audit log (JSONL), line by line')
    .argument('<file>', 'the file of GET /v1/audit-exports/:id/file; "-" is standard input')
    .requiredOption(
      '--log-key <key>',
      "the log's verifier key, name+id+base64, from a source that is not the log",
    )
    .option('--witness-policy <file>', 'whose cosignatures are needed (c2sp.org/tlog-policy)')
    .option(
      '--checkpoint <file>',
      'a checkpoint of the log that you have from elsewhere, earlier or later; may be given again',
      (path: string, others: readonly string[]) => [...others, path],
      [],
    )
    .option('--json', 'print JSON')
    .action(function (this: Command, file: string, options: LogOptions) {
      const trust = trustOf(options, this);
      const verdict = verified(file, { ...options, trust });
      terminal.say(
        options.json === true ? JSON.stringify(jsonOf(verdict, trust), null, 2) : textOf(verdict, trust),
      );
      if (!verdict.isProven) terminal.fail();
    });
}

type Trust = ReturnType<typeof trustOf>;

function verified(file: string, { checkpoint, trust }: LogOptions & { trust: Trust }): ExportVerdict {
  const heads: TreeHead[] = [];
  for (const path of checkpoint) {
    const head = headOf(readSource(path), trust);
    if (typeof head === 'string') return refused(`${path} is no checkpoint of this log: ${head}`);
    heads.push(head);
  }
  const check = new ExportCheck({
    ...{ ...trust, heads },
    hasher: (bytes) => hash('sha256', bytes, 'buffer'),
    runningHash: () => createHash('sha256'),
  });
  try {
    for (const line of readLines(file)) {
      check.take(line);
      if (check.hasFailed) break;
    }
  } catch (error) {
    if (error instanceof MalformedLines) return refused(error.message);
    throw error;
  }
  return check.finish();
}

/**
 * The reader's own heads need no cosignatures: they only have to be signed by the log, and to fit the export's history.
 */
function headOf(text: string, { logKey }: Trust): TreeHead | string {
  try {
    const verdict = verifyCheckpoint(parseSignedNote(text), { logKey, policy: null });
    return verdict.isValid ? verdict.checkpoint : verdict.reason;
  } catch (error) {
    if (error instanceof MalformedLogText) return error.message;
    throw error;
  }
}

function refused(reason: string): Refusal {
  return { isProven: false, reason, line: null, firstBadIndex: null, from: 0n, to: 0n };
}

function textOf(verdict: ExportVerdict, trust: Trust): string {
  if (!verdict.isProven) {
    const [first = '', ...place] = refusalLines(verdict);
    return [shown(`FAILED      ${first}`), ...place, '', logSummary(false)].join('\n');
  }
  const listed = (mark: string, lines: readonly string[]): readonly string[] =>
    lines.map((line) => shown(`${mark}  ${line}`));
  return [
    ...listed('proved    ', exportProved(verdict)),
    ...listed('not proved', exportNotProved(verdict, trust)),
    '',
    logSummary(true),
  ].join('\n');
}

function jsonOf(verdict: ExportVerdict, trust: Trust): object {
  if (!verdict.isProven) {
    const { reason, line, firstBadIndex, from, to } = verdict;
    return {
      ...{ holds: false, reason, line, firstBadIndex: firstBadIndex?.toString() ?? null },
      notBefore: from.toString(),
      before: to.toString(),
    };
  }
  const { header, checkpoint, cosigners, counts, sha256, agreed, notCompared } = verdict;
  return {
    holds: true,
    filter: header.filter,
    from: header.from.toString(),
    to: header.to.toString(),
    checkpoint: {
      origin: checkpoint.origin,
      size: checkpoint.size.toString(),
      root: printBase64(checkpoint.root),
    },
    cosigners: cosigners.map(({ witness, time }) => ({ witness, time: time.toString() })),
    entries: counts.entries.toString(),
    veiled: counts.veiled.toString(),
    leftOut: counts.leftOut.toString(),
    sha256: bytesToHex(sha256),
    agreed: agreed.map(String),
    notCompared: notCompared.map(String),
    proved: exportProved(verdict),
    notProved: exportNotProved(verdict, trust),
  };
}
