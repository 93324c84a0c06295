import type { Command } from 'commander';
import { MalformedLogText } from '../../domain/audit-log/malformed.js';
import { parseTlogPolicy } from '../../domain/audit-log/tlog-policy.js';
import { parseVerifierKey } from '../../domain/audit-log/verifier-key.js';
import type { Roots } from '../../domain/evidence/roots.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { shown } from '../../domain/values/shown.js';
import { readSource } from './source.js';

/** What the verifying user knows from elsewhere, as given on the command line. */
export interface RootsOptions {
  readonly founding?: string;
  readonly chain?: string;
  readonly logKey?: string;
  readonly witnessPolicy?: string;
}

export function withRootsOptions(command: Command): Command {
  return command
    .option(
      '--founding <digest>',
      'the founding digest of the installation, from a source that is not the file',
    )
    .option('--chain <id>', 'the chain id that it has to be about')
    .option('--log-key <key>', "the log's verifier key, name+id+base64, from a source that is not the log")
    .option('--witness-policy <file>', 'whose cosignatures are needed (c2sp.org/tlog-policy)');
}

/** Parses what the user trusts. If it cannot be read, that is a usage error and no verdict on the file. */
export function rootsOf({ founding, chain, logKey, witnessPolicy }: RootsOptions, command: Command): Roots {
  try {
    return {
      ...(founding !== undefined && { founding: parseBytes32(founding) }),
      ...(chain !== undefined && { chainId: chainIdOf(chain, command) }),
      ...(logKey !== undefined && { logKey: parseVerifierKey(logKey) }),
      ...(witnessPolicy !== undefined && { witnessPolicy: parseTlogPolicy(readSource(witnessPolicy)) }),
    };
  } catch (error) {
    if (error instanceof MalformedLogText || error instanceof TypeError)
      command.error(`error: ${shown(error.message)}`, { exitCode: 2 });
    throw error;
  }
}

function chainIdOf(text: string, command: Command): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text)) command.error('error: --chain is a number', { exitCode: 2 });
  return Number(text);
}
