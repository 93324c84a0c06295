import { Option, type Command } from 'commander';
import type { InstallationView } from '../../installation/installation.contract.js';
import { type Address, parseAddress } from '../../domain/values/address.js';
import type { Desk, Environment } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';
import { commandSigner } from './command-signer.js';
import { keystoreSigner } from './keystore-signer.js';
import { sandboxPerson } from './sandbox-signer.js';
import type { Signer } from './signer.js';

/** Whose key signs, as the command line says. */
export interface SignerOptions {
  readonly as?: string;
  readonly keystore?: string;
  readonly passphraseFd?: string;
  readonly signer?: string;
  /** False after --no-input. */
  readonly input: boolean;
}

export function withSignerOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--keystore <file>',
        'sign by the key in this encrypted file (Web3 Secret Storage); or SLUICE_KEYSTORE',
      ).conflicts('signer'),
    )
    .option('--passphrase-fd <number>', 'read its passphrase from this open file descriptor')
    .option(
      '--signer <command>',
      'have this command sign: typed data on its input, the signature on its output; or SLUICE_SIGNER',
    );
}

interface Around {
  readonly desk: Desk;
  readonly installation: InstallationView;
  /** The keystore that the session was opened with. */
  readonly keystore?: string | undefined;
  readonly address?: string | undefined;
}

/** The signer that was named; else that of the environment, else the one that the session was opened with. */
export async function chooseSigner(
  options: SignerOptions,
  { desk, installation, keystore: remembered, address }: Around,
): Promise<Signer> {
  const { as, passphraseFd, input } = options;
  const { signer, keystore } = named(options) ? options : setBy(desk.environment);
  if (signer !== undefined) return commandSigner(signer, addressOf(address), desk.environment);
  const path = keystore ?? (as === undefined ? remembered : undefined);
  if (path !== undefined)
    return keystoreSigner(path, { desk, mayAsk: input, ...(passphraseFd !== undefined && { passphraseFd }) });
  if (as !== undefined) return sandboxPerson(as, installation);
  throw misused('whose key? name it by --keystore or --signer; in the sandbox by --as');
}

function named({ as, keystore, signer }: SignerOptions): boolean {
  return as !== undefined || keystore !== undefined || signer !== undefined;
}

/** The path of the keystore that is meant, if one is. */
export function keystoreNamed(options: SignerOptions, desk: Desk): string | undefined {
  const { keystore, signer } = named(options) ? options : setBy(desk.environment);
  return signer === undefined ? keystore : undefined;
}

function setBy(environment: Environment): Pick<SignerOptions, 'keystore' | 'signer'> {
  const [keystore, signer] = [environment['SLUICE_KEYSTORE'], environment['SLUICE_SIGNER']];
  return { ...(keystore && { keystore }), ...(signer && { signer }) };
}

function addressOf(written: string | undefined): Address | null {
  return written === undefined ? null : parseAddress(written);
}
