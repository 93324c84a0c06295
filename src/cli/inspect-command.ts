import { Command, InvalidArgumentError, Option } from 'commander';
import { DomainError } from '../domain/errors.js';
import { statedVersion } from '../domain/safes/safe-version.js';
import { transactionDigests } from '../domain/transfers/given-digests.js';
import { type ForeignForm, inspectForm } from '../domain/transfers/foreign/inspect-form.js';
import type { Inspection, KnownDigests, World } from '../domain/transfers/inspect.js';
import { UNREAD } from '../domain/transfers/inspect.js';
import type { SafeClaim } from '../domain/transfers/safe-fit.js';
import { calldataDigest } from '../domain/transfers/safe-tx-hash.js';
import { parseChainAddress } from '../domain/values/chain-address.js';
import { parseUnits } from '../domain/values/amount.js';
import { isAccepted, refusingUnreadable } from './reading/judge-input.js';
import { digestsText } from '../domain/transfers/digests-text.js';
import { inspectionText, vectorLine } from './print.js';
import { chainNumber } from './reading/form-fields/claims.js';
import { readJson } from './reading/read-json.js';
import { readForm } from './reading/forms/read-form.js';
import { NO_WORLD, worldOf } from './reading/read-world.js';
import { readSource } from './reading/source.js';
import { runVectors } from './vectors.js';

/** Where results go: text to stdout, a refusal to the exit code. */
export interface Terminal {
  say(text: string): void;
  /** @param exitCode 1 if nothing is said */
  fail(exitCode?: number): void;
}

interface SafeOptions {
  readonly world?: string;
  readonly safe?: string;
  readonly chain?: string;
  readonly safeVersion?: string;
  readonly nonce?: string;
  readonly json?: boolean;
}

interface InspectOptions extends SafeOptions {
  readonly vectors?: string;
}

/** `sluice inspect`: the service's own reading of a Safe transaction, offline. */
export function inspectCommand(terminal: Terminal): Command {
  return withSafeOptions(new Command('inspect'))
    .description('Say whether Sluice could have built a Safe transaction, and what it would do')
    .argument(
      '[file]',
      'a Safe transaction in any form that people pass on: JSON, typed data, hex; "-" is standard input',
    )
    .addOption(
      new Option('--vectors <file>', 'run a whole file in the format of the attack corpus').conflicts([
        'safe',
        'chain',
        'safeVersion',
        'nonce',
      ]),
    )
    .addHelpText('after', EXAMPLES)
    .action(async function (this: Command, file: string | undefined, options: InspectOptions) {
      if ((file === undefined) === (options.vectors === undefined)) {
        this.error('error: name either one file or --vectors', { exitCode: 2 });
      }
      const passed =
        options.vectors === undefined
          ? await inspectFile(file ?? '-', options, terminal)
          : await inspectVectors(options.vectors, options, terminal);
      if (!passed) terminal.fail();
    });
}

const EXAMPLES = `
Examples:
  sluice inspect transaction.json --world world.json
  curl -s https://…/api/v1/multisig-transactions/0x…/ | sluice inspect - --chain 1
  sluice inspect --vectors test/vectors/attacks.json --json

Exit codes: 0 accepted, 1 refused or not readable, 2 wrong usage.`;

/** `sluice hash`: only the digests, to compare with what a wallet shows. */
export function hashCommand(terminal: Terminal): Command {
  return withSafeOptions(new Command('hash'))
    .description('Print the digests of a Safe transaction by their names of ERC-8213')
    .argument('<file>', 'as for inspect')
    .action((file: string, options: SafeOptions) => {
      const { form, world } = read(file, options);
      const digests = digestsOf(form, world);
      terminal.say(options.json === true ? JSON.stringify(digests, null, 2) : digestsText(digests));
    });
}

/** What a wallet signs that is handed this. Bytes to sign and other typed data have digests of their own. */
function digestsOf(form: ForeignForm, world: World): KnownDigests {
  if (!('transaction' in form)) {
    if (form.digests.eip712Digest !== null) return form.digests;
    throw new DomainError(form.refusal.code, form.refusal.reason);
  }
  const { transaction, walletDigests, formFaults } = form;
  if (walletDigests) {
    const { domainHash, messageHash, digest } = walletDigests;
    return {
      domainHash,
      messageHash,
      eip712Digest: digest,
      calldataDigest: calldataDigest(transaction.data),
    };
  }
  const [fault] = formFaults ?? [];
  if (fault) throw new DomainError(fault.refusal.code, fault.refusal.reason);
  const safe = form.safe ?? world.safe;
  const chainId = form.chainId ?? world.chainId;
  if (safe === null || chainId === null || form.isNonceUnknown === true) {
    throw new DomainError(
      'BODY_SCHEMA',
      'Safe, chain and nonce must be known: see --safe, --chain and --nonce',
    );
  }
  const version = form.version ?? world.version;
  if (version !== null && !statedVersion(version).isReadable) {
    throw new DomainError('SAFE_VERSION_UNSUPPORTED', `"${version}" names no release of Safe, such as 1.4.1`);
  }
  return transactionDigests(transaction, { safe, chainId, version });
}

function withSafeOptions(command: Command): Command {
  return command
    .option('--world <file>', 'Safe, address book, tokens and limits, in the format of the attack corpus')
    .option(
      '--safe <address>',
      'the Safe, where neither the transaction nor the world names it',
      checked(parseChainAddress),
    )
    .option('--chain <id>', 'the chain, likewise', checked(chainNumber))
    .option('--safe-version <version>', "the Safe's version, likewise")
    .option('--nonce <number>', 'the nonce, for calldata, which has none', checked(parseUnits))
    .option('--json', 'print JSON');
}

/** What is wrong in the command line is wrong usage, and no fault of the transaction. */
function checked(read: (text: string) => unknown): (text: string) => string {
  return (text) => {
    try {
      read(text);
      return text;
    } catch (error) {
      if (error instanceof DomainError) throw new InvalidArgumentError(`${error.message}.`);
      throw error;
    }
  };
}

async function inspectFile(file: string, options: InspectOptions, terminal: Terminal): Promise<boolean> {
  const inspection = await refusingUnreadable(async () => {
    const worldFault = faultOfWorld(options);
    if (!worldFault) {
      const { form, world } = read(file, options);
      return inspectForm(form, world);
    }
    const { form, world } = read(file, withoutWorld(options));
    return unreadableWorld(worldFault, await inspectForm(form, world));
  });
  terminal.say(options.json === true ? JSON.stringify(inspection, null, 2) : inspectionText(inspection));
  return isAccepted(inspection);
}

function faultOfWorld({ world }: InspectOptions): DomainError | undefined {
  if (world === undefined) return undefined;
  try {
    worldIn(world);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Against a world that cannot be read nothing is accepted. What the bytes would do is said all the same. */
function unreadableWorld({ code, message }: DomainError, inspection: Inspection): Inspection {
  if (inspection.verdict === 'FREEZE') return inspection;
  return { ...inspection, verdict: 'REFUSE', code, reason: message, notChecked: UNREAD };
}

function withoutWorld({ world: _unreadable, ...others }: InspectOptions): InspectOptions {
  return others;
}

async function inspectVectors(file: string, options: InspectOptions, terminal: Terminal): Promise<boolean> {
  const content = readSource(file);
  const foreign = options.world === undefined ? undefined : worldIn(options.world);
  const results = await runVectors(readJson(content), foreign);
  const mismatched = results.filter((each) => !each.isMatch).map((each) => each.id);
  const matched = results.length - mismatched.length;
  if (options.json === true) {
    const brief = results.map(({ id, verdict, code, reason }) => ({ id, verdict, code, reason }));
    terminal.say(JSON.stringify({ total: results.length, matched, mismatched, results: brief }, null, 2));
  } else {
    terminal.say(
      [...results.map(vectorLine), `${String(matched)} of ${String(results.length)} as owed`].join('\n'),
    );
  }
  return mismatched.length === 0;
}

function worldIn(file: string): World {
  try {
    return worldOf(readJson(readSource(file)));
  } catch (error) {
    if (error instanceof DomainError)
      throw new DomainError(error.code, `the world ${file}: ${error.message}`);
    throw error;
  }
}

function read(file: string, options: SafeOptions): { form: ForeignForm; world: World } {
  const content = readSource(file);
  const world = options.world === undefined ? NO_WORLD : worldIn(options.world);
  const nonce = options.nonce === undefined ? world.nonce : parseUnits(options.nonce);
  const form = readForm(content, nonce);
  return { form: 'transaction' in form ? { ...claimOf(options), ...defined(form) } : form, world };
}

/** What the command line says of the Safe counts where the transaction itself says nothing. */
function claimOf({ safe, chain, safeVersion }: SafeOptions): SafeClaim {
  const named = safe === undefined ? undefined : parseChainAddress(safe);
  const chainId = chain === undefined ? named?.chainId : chainNumber(chain);
  return {
    safe: named?.address,
    chainId: chainId ?? undefined,
    version: safeVersion === undefined ? undefined : statedVersion(safeVersion).text,
  };
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
