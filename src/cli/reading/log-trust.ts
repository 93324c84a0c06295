import type { Command } from 'commander';
import { MalformedLogText } from '../../domain/audit-log/malformed.js';
import { parseTlogPolicy } from '../../domain/audit-log/tlog-policy.js';
import { parseVerifierKey } from '../../domain/audit-log/verifier-key.js';
import type { LogTrust } from '../../domain/audit-log/verify-checkpoint.js';
import { shown } from '../../domain/values/shown.js';
import { readSource } from './source.js';

/** What the user trusts, as given on the command line. */
export interface LogTrustOptions {
  readonly logKey: string;
  readonly witnessPolicy?: string | undefined;
}

/** Parses what the user trusts. If it cannot be read, that is a usage error and no verdict on the log. */
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
