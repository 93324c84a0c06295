import { stringToBytes } from 'viem';
import { exportNotProved, exportProved, refusalLines } from '../src/domain/audit-log/export-findings.js';
import {
  type Findings,
  checkpointFindings,
  logSummary,
  receiptFindings,
  refusingMalformed,
} from '../src/domain/audit-log/findings.js';
import { type TlogPolicy, parseTlogPolicy } from '../src/domain/audit-log/tlog-policy.js';
import { type VerifierKey, parseVerifierKey } from '../src/domain/audit-log/verifier-key.js';
import type { LogTrust } from '../src/domain/audit-log/verify-checkpoint.js';
import { ExportCheck, type ExportVerdict } from '../src/domain/audit-log/verify-export.js';
import type { Line } from '../src/domain/evidence/line.js';
import type { Roots } from '../src/domain/evidence/roots.js';
import { requestText } from '../src/domain/evidence/signer-view.js';
import { requestWords } from '../src/domain/evidence/signer-words.js';
import {
  bundleSummary,
  requestFaults,
  requestSummary,
  storyWords,
} from '../src/domain/evidence/verdict-words.js';
import { type ToldBundle, tellBundle } from '../src/domain/evidence/verify-bundle.js';
import { type RequestVerdict, verifyRequest } from '../src/domain/evidence/verify-request.js';
import { type Bytes32, parseBytes32 } from '../src/domain/values/hex.js';
import { shown } from '../src/domain/values/shown.js';

/** What the reader typed, which may be nothing, and the files they chose. */
export interface Asked {
  readonly text: string;
  readonly entry: string | undefined;
  readonly trust: {
    readonly founding: string;
    readonly chain: string;
    readonly logKey: string;
    readonly witnessPolicy: string;
  };
  /** True if the reader is an owner who asks whether to sign. A file with nothing to sign is then refused. */
  readonly isToBeSigned: boolean;
}

interface ReportLine {
  readonly mark: 'proved' | 'failed' | 'open';
  readonly about: string;
  readonly words: string;
  readonly part: string;
}

/** `open` is not a yes: nothing in the file is wrong, but without trusted keys it proves nothing. */
export interface Report {
  readonly outcome: 'proved' | 'failed' | 'open';
  /** Of a bundle: what moved, who had a part in it, and how it stands. */
  readonly story?: string;
  readonly summary: string;
  readonly lines: readonly ReportLine[];
  /** What the device must show. Present only if the request is proven. */
  readonly request?: { readonly words: string; readonly code: string };
}

/** What the reader chose or typed cannot be read, so nothing was verified. */
export class WrongInput extends Error {
  override readonly name = 'WrongInput';
}

/** Verifies a file of any kind, as the command line does. @throws WrongInput */
export async function judge({ text, entry, trust, isToBeSigned }: Asked): Promise<Report> {
  const roots = rootsOf(trust);
  if (isToBeSigned) return requestReport(await verifyRequest(text, roots));
  if (text.startsWith('{') && !isExport(text)) return bundleReport(await tellBundle(text, roots));
  const { logKey, witnessPolicy } = roots;
  if (logKey === undefined)
    throw new WrongInput('An export, a checkpoint and a receipt need the key of the log.');
  const log = { logKey, policy: witnessPolicy ?? null };
  if (isExport(text)) return exportReport(text, log);
  if (!text.startsWith('c2sp.org/tlog-proof@')) return findingsReport(() => checkpointFindings(text, log));
  if (entry === undefined) throw new WrongInput('Choose the entry that the receipt is of, too.');
  return findingsReport(() => receiptFindings(text, stringToBytes(entry.replace(/\r?\n$/, '')), log));
}

/** Of a request that is not proven only its faults are shown: nothing that one could sign by. */
function requestReport(verdict: RequestVerdict): Report {
  const { holds, request } = verdict;
  const summary = requestSummary(verdict);
  if (!request)
    return { outcome: holds ? 'open' : 'failed', summary, lines: requestFaults(verdict).map(reportLine) };
  return {
    ...{ outcome: 'proved', summary, lines: verdict.lines.map(reportLine) },
    request: { words: requestWords(request), code: requestText(request) },
  };
}

function bundleReport(verdict: ToldBundle): Report {
  const { lines, holds, isRooted } = verdict;
  return {
    outcome: !holds ? 'failed' : isRooted ? 'proved' : 'open',
    story: storyWords(verdict),
    summary: bundleSummary(verdict, 'the founding digest and the key of the log'),
    lines: lines.map(reportLine),
  };
}

function reportLine({ check, ok, words, part }: Line): ReportLine {
  return {
    mark: ok === true ? 'proved' : ok === false ? 'failed' : 'open',
    about: check,
    words: shown(words),
    part: ok === true ? '' : part,
  };
}

/** Recognises an export by its first line, the header. */
function isExport(text: string): boolean {
  return text.slice(0, text.indexOf('\n') + 1).includes('"kind":"sluice.audit-export"');
}

function exportReport(text: string, trust: LogTrust): Report {
  const verdict = exportVerdict(text, trust);
  const line = (mark: ReportLine['mark']) => (words: string) => ({
    ...{ mark, about: 'log', part: '' },
    words: shown(words),
  });
  if (!verdict.isProven)
    return {
      ...{ outcome: 'failed', summary: logSummary(false) },
      lines: refusalLines(verdict).map(line('failed')),
    };
  return {
    outcome: 'proved',
    summary: logSummary(true),
    lines: [
      ...exportProved(verdict).map(line('proved')),
      ...exportNotProved(verdict, trust).map(line('open')),
    ],
  };
}

function exportVerdict(text: string, trust: LogTrust): ExportVerdict {
  const check = new ExportCheck(trust);
  for (let start = 0; start < text.length && !check.hasFailed;) {
    const end = text.indexOf('\n', start);
    if (end < 0) throw new WrongInput('The last line has no end: the file was cut off.');
    check.take(text.slice(start, end));
    start = end + 1;
  }
  return check.finish();
}

function findingsReport(verify: () => Findings): Report {
  const { verdict, proved, notProved } = refusingMalformed(verify);
  if (!verdict.isValid) return { outcome: 'failed', summary: `Refused: ${verdict.reason}.`, lines: [] };
  const line = (mark: ReportLine['mark']) => (words: string) => ({ mark, about: 'log', words, part: '' });
  return {
    outcome: 'proved',
    summary: logSummary(true),
    lines: [...proved.map(line('proved')), ...notProved.map(line('open'))],
  };
}

function rootsOf({ founding, chain, logKey, witnessPolicy }: Asked['trust']): Roots {
  return {
    ...(founding !== '' && { founding: readAs('founding digest', (): Bytes32 => parseBytes32(founding)) }),
    ...(chain !== '' && { chainId: chainIdOf(chain) }),
    ...(logKey !== '' && { logKey: readAs('key of the log', (): VerifierKey => parseVerifierKey(logKey)) }),
    ...(witnessPolicy.trim() !== '' && {
      // A policy must end in a newline, which a form field lacks.
      witnessPolicy: readAs('policy', (): TlogPolicy => parseTlogPolicy(`${witnessPolicy.trimEnd()}\n`)),
    }),
  };
}

function chainIdOf(text: string): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text)) throw new WrongInput('The chain id is not a number.');
  return Number(text);
}

function readAs<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new WrongInput(
      `The ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
