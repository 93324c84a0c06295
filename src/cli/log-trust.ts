import type { Command } from 'commander';
import { printBase64 } from '../domain/audit-log/base64.js';
import { MalformedLogText } from '../domain/audit-log/malformed.js';
import { parseTlogPolicy } from '../domain/audit-log/tlog-policy.js';
import { parseVerifierKey } from '../domain/audit-log/verifier-key.js';
import type { CheckpointVerdict, LogTrust } from '../domain/audit-log/verify-checkpoint.js';
import { printUtc, unixSeconds } from '../domain/values/time.js';
import { shown } from './print.js';
import { readSource } from './source.js';

/** What the user trusts, as it stands on the command line. */
export interface LogTrustOptions {
  readonly logKey: string;
  readonly witnessPolicy?: string | undefined;
}

/** It has to be readable, or nothing was asked: a fault of the usage, not of the log. */
export function trustOf({ logKey, witnessPolicy }: LogTrustOptions, command: Command): LogTrust {
  try {
    return {
      logKey: parseVerifierKey(logKey),
      policy: witnessPolicy === undefined ? null : parseTlogPolicy(readSource(witnessPolicy)),
    };
  } catch (error) {
    if (error instanceof MalformedLogText) command.error(`error: ${shown(error.message)}`, { exitCode: 2 });
    throw error;
  }
}

/** What a verified checkpoint proves, line by line. */
export function checkpointProved(verdict: CheckpointVerdict): readonly string[] {
  if (!verdict.isValid) return [];
  const { origin, size, root } = verdict.checkpoint;
  return [
    `${origin} has signed a tree of ${size.toString()} entries with the root ${printBase64(root)}`,
    ...verdict.cosigners.map(
      ({ witness, time }) => `${witness} has seen it grow consistently, at ${momentOf(time)}`,
    ),
    ...(verdict.cosigners.length === 0 ? [] : ["these cosignatures are the policy's quorum"]),
  ];
}

const LAST_PRINTABLE = 253_402_300_799n; // 9999-12-31T23:59:59Z

function momentOf(time: bigint): string {
  return time > LAST_PRINTABLE ? `${time.toString()} in Unix seconds` : printUtc(unixSeconds(Number(time)));
}
