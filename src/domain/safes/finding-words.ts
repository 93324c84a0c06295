import { z } from 'zod';
import { type FindingCode, isFindingCode } from './finding-codes.js';

/** Names of people, for sentences; null where the register has none. */
export interface FindingNames {
  /** Whose key this owner's address is. */
  owner(address: string): string | null;
  person(id: string): string | null;
}

type Detail = Readonly<Record<string, unknown>>;
type Say = (detail: Detail, names: FindingNames) => string;

const Drift = z.array(z.object({ field: z.string(), expected: z.string(), actual: z.string() })).catch([]);
const Texts = z
  .array(z.unknown())
  .catch([])
  .transform((all) => all.filter((each) => typeof each === 'string'));
const Members = z.record(z.string(), z.unknown()).catch({});

const WORDS: Readonly<Record<FindingCode, Say>> = {
  SAFE_STATE_DRIFT: (detail) => {
    const drift = Drift.parse(detail['drift']).map(
      ({ field, expected, actual }) => `${field} is ${actual}, pinned is ${expected}`,
    );
    return `The Safe is not as it was pinned${listed(drift)}.`;
  },
  HASH_MISMATCH: (detail) =>
    `The Safe transaction has not the same hash by all who compute it${listed(texts(detail, 'reason'))}.`,
  SIG_MISMATCH: (detail, names) => {
    const recovered = detail['recovered'];
    const by = typeof recovered === 'string' ? `it recovers to ${recovered}` : 'it recovers to nobody';
    return `What was brought as a signature of ${ownerOf(detail, names)} is not one over the hash to sign: ${by}.`;
  },
  RESIGN_REQUEST: (detail, names) =>
    `${ownerOf(detail, names)} signed the same a second time, with another signature: somebody asked for another signing round.`,
  OWNER_SIGNATURE_REVOKED: (detail, names) => {
    const person = names.person(textOf(detail, 'person')) ?? 'its person';
    return `${textOf(detail, 'owner')} signed, and the key is no longer one that ${person} may use: the signature does not count.`;
  },
  NONCE_SUPERSEDED: (detail) =>
    `The nonce ${textOf(detail, 'nonce')} was used by something that Sluice did not clear${listed(Texts.parse(detail['executed']))}.`,
  POST_EXEC_MISMATCH: (detail) =>
    `The execution ${textOf(detail, 'transactionHash')} is not what was approved${listed(Texts.parse(detail['reasons']))}.`,
  APPROVAL_NOT_COLLECTED: (detail, names) =>
    `${ownerOf(detail, names)} approved the execution ${textOf(detail, 'transactionHash')} without Sluice having collected it.`,
  SOD: (detail, names) =>
    `${ownerOf(detail, names)}, a key of the requester, approved the execution ${textOf(detail, 'transactionHash')}.`,
  CANCEL_LOST: (detail) =>
    `The cancel was lost: the transfer was executed by ${textOf(detail, 'transactionHash')} before its nonce was burnt.`,
  EXPOSURE_AGED: (detail) => {
    switch (detail['kind']) {
      case 'executable':
        return 'Anybody who has the signatures of the transfer can execute it for more than an hour, and nobody has: see it executed, or cancel it.';
      case 'cancelling':
        return 'The cancel of the transfer was begun more than a day ago, and its nonce is not burnt yet.';
      default:
        return 'Owners signed the transfer more than a day ago, and too few of them: have it signed, or cancel it.';
    }
  },
  SETTLEMENT_AGED: () =>
    'The transfer was executed more than an hour ago, and is not compared with what was approved yet.',
  RELAYER_FUNDS: (detail) =>
    `The relayer's key ${textOf(detail, 'relayer')} had coin for fewer than 20 executions.`,
  RELAYER_FEE_CAP: (detail) =>
    `The chain asked higher fees than the relayer's key ${textOf(detail, 'relayer')} may offer (RELAYER_FEE_CAP_GWEI).`,
  LOG_ALTERED: (detail) => `Entries of the log are not what was written${members(detail)}.`,
  LOG_TRUNCATED: (detail) => `Entries are missing at the end of the log${members(detail)}.`,
  LOG_FORK: (detail) => `The stored log is another one than was signed${members(detail)}.`,
  LOG_ROLLBACK: (detail) => `The log is older than one that was signed before${members(detail)}.`,
  LOG_REORGANISED: (detail) =>
    `A final block in which a transfer settled is no longer on the chain${members(detail)}.`,
};

/**
 * A finding in a sentence, from its code and detail alone. What the detail does not say, or says no more to this reader,
 * is left unknown: a finding is shown whatever form it was written in.
 */
export function findingWords(code: string, detail: unknown, names: FindingNames): string {
  if (!isFindingCode(code)) return `A finding of the kind ${code} was recorded.`;
  return WORDS[code](Members.parse(detail), names);
}

function textOf(detail: Detail, name: string): string {
  const value = detail[name];
  return typeof value === 'string' ? value : '(unknown)';
}

function texts(detail: Detail, name: string): readonly string[] {
  const value = detail[name];
  return typeof value === 'string' ? [value] : [];
}

function ownerOf(detail: Detail, names: FindingNames): string {
  const owner = textOf(detail, 'owner');
  const name = names.owner(owner);
  return name === null ? owner : `${name} (${owner})`;
}

function listed(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

function members(detail: Detail): string {
  const said = Object.entries(detail).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`${name} ${String(value)}`] : [],
  );
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
