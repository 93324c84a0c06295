import { type Command, Option } from 'commander';
import {
  type Hex,
  type TypedDataDefinition,
  type TypedDataDomain,
  domainSeparator,
  hashStruct,
  hashTypedData,
} from 'viem';
import { type Row, inGroups } from '../../domain/evidence/signer-words.js';
import { recoverSigner } from '../../domain/signatures/recover-signer.js';
import { type Statement, statementDigest, statementJson } from '../../domain/signatures/statement.js';
import { DomainError } from '../../domain/errors.js';
import { type Json, canonicalJson } from '../../domain/values/canonical-json.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { type SignerOptions, withSignerOptions } from '../signers/choose-signer.js';
import type { Signer, TypedDataJson } from '../signers/signer.js';
import type { Desk } from '../terminal/desk.js';
import { misused, mismatched, refused } from '../terminal/failures.js';
import { fitted } from '../terminal/fitted.js';
import { rowsText } from '../terminal/tables.js';

export interface SigningOptions extends SignerOptions {
  /** The digest that a script means to sign; true for a demo person, whose key anybody has. */
  readonly yes?: string | true;
}

export function withSigningOptions(command: Command): Command {
  return withSignerOptions(command).addOption(
    new Option(
      '--yes [digest]',
      'sign without being asked, if this is the digest; in the sandbox no digest is needed',
    ).argParser(readDigest),
  );
}

/** What stands behind it by mistake, such as a name, is no digest. */
function readDigest(written: string): string {
  if (/^0x[0-9a-f]{64}$/i.test(written)) return written;
  throw misused(`--yes takes a digest, not ${written}: write names before it`);
}

/** What somebody is about to sign, made here from its parts. */
export interface ToSign {
  readonly typedData: TypedDataJson;
  /** By this project's own code. */
  readonly digest: Bytes32;
  /** In the parts that a person compares. */
  readonly rows: readonly Row[];
  /** What the gateway asks to be signed, if it says so: it must be the same. */
  readonly served: { readonly typedData: unknown; readonly digest: string } | null;
  /** The keys whose signature would count, as addresses. */
  readonly keys: readonly string[];
  /** Options by which the same is made once more, where it would have another digest otherwise. */
  readonly again?: readonly string[];
}

/** A statement that was made here. */
export function statementToSign(statement: Statement, rest: Omit<ToSign, 'typedData' | 'digest'>): ToSign {
  return { ...rest, typedData: statementJson(statement), digest: statementDigest(statement) };
}

/**
 * A signature over what was recomputed here, after a person, or a script that names the digest, has agreed to it. Where
 * the gateway shows anything else, nothing is signed.
 */
export async function signatureOver(
  toSign: ToSign,
  {
    desk,
    signer,
    options,
  }: { readonly desk: Desk; readonly signer: Signer; readonly options: SigningOptions },
): Promise<Hex> {
  const { typedData, digest, keys } = toSign;
  requireSame(toSign);
  requireUsable(signer, keys);
  const rows = rowsText([...toSign.rows, ...hashRows(toSign)]);
  desk.tell(`\n${fitted(rows, desk.columns.err)}\n`);
  await requireAgreed(toSign, { desk, options });
  desk.tell(`Signing by ${signer.what}`);
  const signature = await signer.signTypedData(typedData, digest);
  await requireOver(digest, signature, { signer, keys });
  return signature;
}

/** The digest by two implementations of EIP-712, and what the gateway asks for. */
function requireSame({ typedData, digest, served }: ToSign): void {
  const again = hashTypedData(typedData as unknown as TypedDataDefinition);
  if (again !== digest)
    throw mismatched(`nothing was signed: two implementations of EIP-712 hash it as ${digest} and ${again}`);
  if (served === null) return;
  if (served.digest !== digest)
    throw mismatched(
      'nothing was signed: the gateway asks for another statement than its parts make',
      `  by its parts  ${digest}`,
      `  it asks for   ${served.digest}`,
    );
  if (canonicalJson(served.typedData as Json) !== canonicalJson(typedData as Json))
    throw mismatched('nothing was signed: the gateway shows other typed data than the parts make');
}

/** What devices show: many have no more than the two hashes that the digest is made of. */
function hashRows({ typedData, digest }: ToSign): readonly Row[] {
  const { domain, ...struct } = typedData as unknown as {
    readonly domain: TypedDataDomain;
    readonly types: Record<string, { name: string; type: string }[]>;
    readonly primaryType: string;
    readonly message: Record<string, unknown>;
  };
  return [
    { name: 'Domain Hash', value: inGroups(domainSeparator({ domain })) },
    { name: 'Message Hash', value: inGroups(hashStruct({ ...struct, data: struct.message })) },
    { name: 'Digest to sign', value: inGroups(digest) },
  ];
}

function requireUsable({ address, what }: Signer, keys: readonly string[]): void {
  if (address === null || keys.includes(address)) return;
  if (keys.length === 0) throw refused('nothing was signed: you have no key here that could sign it');
  throw refused(`nothing was signed: ${what} has the key of ${address}; it takes one of ${keys.join(', ')}`);
}

async function requireAgreed(
  { digest, again = [] }: ToSign,
  { desk, options }: { readonly desk: Desk; readonly options: SigningOptions },
): Promise<void> {
  const { yes, input } = options;
  if (yes === true) {
    const isDemo = options.as !== undefined && options.keystore === undefined && options.signer === undefined;
    if (isDemo) return;
    throw misused(
      '--yes takes the digest that you mean to sign:',
      `  ${[...again, `--yes=${digest}`].join(' ')}`,
    );
  }
  if (yes !== undefined) {
    if (yes.toLowerCase() === digest) return;
    throw mismatched(
      'nothing was signed: --yes names another digest',
      `  --yes         ${yes}`,
      `  to be signed  ${digest}`,
    );
  }
  if (!input || !desk.canAsk)
    throw misused(
      'nothing was signed, as nobody can be asked. If this is what you mean, add',
      `  ${[...again, `--yes=${digest}`].join(' ')}`,
    );
  const answer = await desk.ask('Sign it? [y/N] ');
  if (!/^y(es)?$/i.test(answer.trim())) throw refused('nothing was signed');
}

/** A signer may sign what it likes, by what key it likes. Only what counts leaves this machine. */
async function requireOver(
  digest: Bytes32,
  signature: Hex,
  { signer, keys }: { readonly signer: Signer; readonly keys: readonly string[] },
): Promise<void> {
  try {
    const by = await recoverSigner(digest, signature);
    if (keys.includes(by)) return;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw mismatched(`nothing was sent: ${signer.what} gave no usable signature: ${error.message}`);
  }
  throw mismatched(
    `nothing was sent: ${signer.what} signed something else, or by a key that does not count`,
    `  it takes a signature of ${digest} by ${keys.join(' or ')}`,
  );
}
