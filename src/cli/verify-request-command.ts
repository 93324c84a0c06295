import { Command } from 'commander';
import { existsSync, writeFileSync } from 'node:fs';
import { type SignerView, requestText } from '../domain/evidence/signer-view.js';
import { type RequestVerdict, forOwner, verifyRequest } from '../domain/evidence/verify-request.js';
import { inspectForm } from '../domain/transfers/foreign/inspect-form.js';
import { type Address, parseAddress } from '../domain/values/address.js';
import type { Terminal } from './inspect-command.js';
import { refusingUnreadable } from './reading/judge-input.js';
import { shown } from '../domain/values/shown.js';
import { evidenceLine, qrCode } from './print.js';
import { readForm } from './reading/forms/read-form.js';
import { NO_WORLD } from './reading/read-world.js';
import { type RootsOptions, rootsOf, withRootsOptions } from './reading/roots-options.js';
import { requestWords } from '../domain/evidence/signer-words.js';
import { requestFaults, requestSummary } from '../domain/evidence/verdict-words.js';
import { readSource } from './reading/source.js';
import { DOES_NOT_HOLD, NOT_PROVEN, verdictExit } from './verdict-exit.js';

interface RequestOptions extends RootsOptions {
  readonly json?: boolean;
  readonly qr?: boolean;
  readonly card?: string;
  readonly owner?: string;
}

/**
 * `sluice verify request`: what a Safe owner is asked to sign, to be checked before the device is touched. It first
 * verifies the file line by line, then prints the words, fields and hashes that the device must show.
 */
export function requestCommand(terminal: Terminal): Command {
  return withRootsOptions(new Command('request'))
    .description('Verify what the owners of a Safe are asked to sign, and show it as the device must')
    .argument(
      '<file>',
      'an answer of GET /v1/transfers/:id/signature-request/file, byte for byte; "-" is standard input',
    )
    .option('--owner <address>', 'the owner who is to sign: refused if they need not, or must not')
    .option('--json', 'print JSON')
    .option('--qr', 'show a QR code of chain, Safe, nonce and digest, to compare with another device')
    .option('--card <file>', 'write a signer card (PDF, A4) to a new file; only of what is proven')
    .addHelpText('after', EXAMPLES)
    .action(async function (this: Command, file: string, options: RequestOptions) {
      const roots = rootsOf(options, this);
      const owner = options.owner === undefined ? undefined : ownerOf(options.owner, this);
      // Checked before anything is verified: an old card at this path must not be taken for that of a request refused
      // now.
      if (options.card !== undefined && existsSync(options.card)) refuseCard(this, options.card);
      const content = readSource(file);
      if (isAnswer(content)) {
        await refuseAnswer(content, options, terminal);
        return;
      }
      const asked = await verifyRequest(content, roots);
      const verdict = owner === undefined ? asked : forOwner(asked, owner);
      const { request: proven } = verdict;
      terminal.say(options.json === true ? jsonOf(verdict) : textOf(verdict, options.qr === true));
      if (proven && options.card !== undefined) writeCard(options.card, await cardOf(proven, verdict), this);
      if (!proven) terminal.fail(verdictExit(verdict));
    });
}

const EXAMPLES = `
Examples:
  sluice verify request request.json --founding 0x… --log-key gate.example/log+1a2b3c4d+AS… --chain 1
  sluice verify request request.json --founding 0x… --log-key … --owner 0x… --qr --card card.pdf
  sluice verify request request.json --founding 0x… --log-key … --json | jq .request.digests

Get --founding and --log-key once, from somebody you trust and not from Sluice; keep them on the device that verifies.
Of what is not proven nothing is shown that one could sign by: only what is wrong with it.
Exit codes: 0 proven, 2 wrong usage, or a card that exists already, 3 it does not hold, 4 nothing in it is wrong, but
without --founding and --log-key it proves nothing.`;

function ownerOf(written: string, command: Command): Address {
  try {
    return parseAddress(written);
  } catch {
    return command.error('error: --owner is an address with its EIP-55 checksum', { exitCode: 2 });
  }
}

function textOf(verdict: RequestVerdict, withCode: boolean): string {
  const { lines, request } = verdict;
  if (!request) {
    const faults = requestFaults(verdict).map(evidenceLine);
    return [...faults, ...(faults.length === 0 ? [] : ['']), requestSummary(verdict)].join('\n');
  }
  return [
    ...lines.map(evidenceLine),
    ...['', requestWords(request), ''],
    ...(withCode ? [qrCode(requestText(request)), requestText(request), ''] : []),
    requestSummary(verdict),
  ].join('\n');
}

function jsonOf(verdict: RequestVerdict): string {
  const { lines, holds, isRooted, request } = verdict;
  const qr = request && requestText(request);
  const said = request ? lines : requestFaults(verdict);
  return JSON.stringify({ lines: said, holds, isRooted, request, proven: request !== null, qr }, null, 2);
}

/** Loaded on demand: the PDF library is by far the largest package here. */
async function cardOf(request: SignerView, { lines }: RequestVerdict): Promise<Uint8Array> {
  const { signerCard } = await import('./signer-card.js');
  return signerCard(
    request,
    lines.filter(({ ok }) => ok === 'not-proven'),
  );
}

/** `wx` never overwrites a file that appeared since the check. */
function writeCard(path: string, card: Uint8Array, command: Command): void {
  try {
    writeFileSync(path, card, { flag: 'wx' });
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) throw error;
    refuseCard(command, path, String(error.code));
  }
}

function refuseCard(command: Command, path: string, code = 'EEXIST'): void {
  const why = code === 'EEXIST' ? 'exists already, and is not overwritten' : `cannot be written (${code})`;
  command.error(`error: ${shown(path)} ${why}`, { exitCode: 2 });
}

/** Whether this is the answer of GET /v1/transfers/:id/signature-request, or typed data alone. */
function isAnswer(content: string): boolean {
  try {
    const json: unknown = JSON.parse(content);
    return typeof json === 'object' && json !== null && !('log' in json) && hasTypedData(json);
  } catch {
    return false; // no JSON, so no bundle either: the caller refuses it as such
  }
}

function hasTypedData(json: object): boolean {
  return 'typedData' in json || ('primaryType' in json && 'message' in json);
}

/**
 * Typed data shows neither who asked nor who confirmed. It is never proven, so nothing of it is shown; whoever wants its
 * hashes asks for them by name.
 */
async function refuseAnswer(content: string, { json }: RequestOptions, terminal: Terminal): Promise<void> {
  const { verdict, code, reason } = await refusingUnreadable(() =>
    inspectForm(readForm(content, null), NO_WORLD),
  );
  const isWrong = verdict === 'FREEZE';
  const fault = isWrong ? [`${verdict} ${code ?? ''}: ${shown(reason)}`] : [];
  const nothing = { holds: false, isRooted: false, proven: false, request: null, qr: null };
  terminal.say(
    json === true
      ? JSON.stringify({ ...nothing, reason: isWrong ? reason : UNPROVEN, code }, null, 2)
      : [...fault, UNPROVEN].join('\n'),
  );
  terminal.fail(isWrong ? DOES_NOT_HOLD : NOT_PROVEN);
}

const UNPROVEN =
  'NOT PROVEN: this is typed data without evidence, and says nothing of who asked for it and who confirmed it. Take GET /v1/transfers/:id/signature-request/file. Its hashes, and no more: sluice inspect.';
