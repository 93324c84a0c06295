import { bytesToHex } from 'viem';
import { canonicalJson } from '../values/canonical-json.js';
import { isWhole } from './export-filter.js';
import { checkpointProved } from './findings.js';
import type { LogTrust } from './verify-checkpoint.js';
import type { ExportVerdict, ProvenExport } from './verify-export.js';

type Refusal = Extract<ExportVerdict, { isProven: false }>;

/** What a valid export proves, line by line. */
export function exportProved(verdict: ProvenExport): readonly string[] {
  const { header, counts, agreed } = verdict;
  const { entries, veiled, leftOut } = counts;
  const range = `${header.from.toString()} to ${(header.to - 1n).toString()}`;
  const isFiltered = !isWhole(header.filter);
  return [
    ...checkpointProved({ ...verdict, isValid: true }),
    `each of the ${entries.toString()} entries shown is the log's, byte for byte, at its index in ${range}`,
    leftOut + veiled === 0n
      ? `no entry of ${range} is missing`
      : `in ${range} are ${(entries + veiled + leftOut).toString()} entries, of which ${leftOut.toString()} are left out and ${veiled.toString()} veiled: nothing else is missing`,
    ...(isFiltered
      ? [`each entry shown is one that the filter ${canonicalJson(header.filter)} asks for`]
      : []),
    ...agreed.map((size) => `your checkpoint of ${size.toString()} entries is of the same history`),
  ];
}

/** What it does not prove, so that nobody assumes it. */
export function exportNotProved(
  verdict: ProvenExport,
  { policy }: Pick<LogTrust, 'policy'>,
): readonly string[] {
  const { header, counts, notCompared, checkpoint, sha256 } = verdict;
  const isAlone = policy === null || policy.quorum === null;
  const { filter, from, to } = header;
  return [
    ...(isAlone ? ['that the log shows the same to everybody: no witness had to cosign'] : []),
    ...(counts.leftOut > 0n
      ? [`that the ${counts.leftOut.toString()} entries left out do not match the filter`]
      : []),
    ...(counts.veiled > 0n
      ? [`what the ${counts.veiled.toString()} veiled entries say, or that the filter asks for them`]
      : []),
    ...(from > 0n ? [`anything about the texts before entry ${from.toString()}`] : []),
    `anything about entries from ${to.toString()} on, of which the checkpoint covers ${(checkpoint.size - to).toString()}`,
    ...notCompared.map(
      (size) =>
        `that your checkpoint of ${size.toString()} entries is of the same history: the lines do not come to it`,
    ),
    `that somebody asked for the filter ${canonicalJson(filter)}: the log's entry audit-export.finished has it, with the SHA-256 ${bytesToHex(sha256)}`,
    'that what the entries say is true',
  ];
}

/** Why an export is refused and, as far as known, where its first bad entry is. */
export function refusalLines({ reason, line, firstBadIndex, from, to }: Refusal): readonly string[] {
  const place =
    firstBadIndex !== null
      ? [`The first bad entry is ${firstBadIndex.toString()}.`]
      : to > from
        ? [`The first bad entry is not before ${from.toString()} and before ${to.toString()}.`]
        : [];
  const where = line === null ? '' : `line ${line.toString()}: `;
  return [`${where}${reason}`, ...place];
}
