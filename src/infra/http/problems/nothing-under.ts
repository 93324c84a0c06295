import { z } from 'zod';
import { DomainError, type ErrorCode } from '../../../domain/errors.js';

/** The code of what names nothing, and how one that could name something is written. */
interface Named {
  readonly code: ErrorCode;
  readonly words: string;
}

const id = (prefix: string, noun: string, form = 'a UUID'): string =>
  `no such ${noun}: an id is ${prefix}_ and ${form}`;

/** What an id of each kind names. */
const BY_PREFIX: Readonly<Record<string, Named>> = {
  tr: { code: 'TRANSFER_NOT_FOUND', words: id('tr', 'transfer') },
  safe: { code: 'SAFE_NOT_FOUND', words: id('safe', 'Safe') },
  ast: { code: 'ASSET_NOT_FOUND', words: id('ast', 'asset') },
  dst: { code: 'DESTINATION_NOT_FOUND', words: id('dst', 'destination') },
  per: { code: 'PERSON_NOT_FOUND', words: id('per', 'person') },
  chg: { code: 'CHANGE_NOT_FOUND', words: id('chg', 'change') },
  sim: { code: 'SIMULATION_NOT_FOUND', words: id('sim', 'simulation') },
  key: { code: 'API_KEY_NOT_FOUND', words: id('key', 'API key') },
  exp: { code: 'AUDIT_EXPORT_NOT_FOUND', words: id('exp', 'export') },
  fnd: { code: 'FINDING_NOT_FOUND', words: id('fnd', 'finding') },
  inv: { code: 'INVITATION_INVALID', words: id('inv', 'invitation') },
  ses: { code: 'SESSION_NOT_FOUND', words: id('ses', 'session', '32 hexadecimal digits') },
};

/** What is named otherwise than by an id, by the parameter of the path. */
const BY_PARAMETER: Readonly<Record<string, Named>> = {
  index: { code: 'AUDIT_ENTRY_NOT_FOUND', words: 'no such entry: an index is a whole number from 0' },
  version: { code: 'POLICY_NOT_FOUND', words: 'no such policy: a version is a whole number from 1' },
  path: { code: 'ROUTE_NOT_FOUND', words: 'no such tile: a path is as of c2sp.org/tlog-tiles' },
};

const Issue = z.object({ pattern: z.string().optional(), path: z.array(z.unknown()).default([]) });
const ID = /^\/\^([a-z]+)_/;

/** The refusal of a path whose parameters are malformed: as of one that names nothing, with how one is written. */
export function nothingUnder(issues: readonly unknown[]): DomainError {
  for (const issue of issues) {
    const { pattern = '', path } = Issue.parse(issue);
    const [, prefix = ''] = ID.exec(pattern) ?? [];
    const named = BY_PREFIX[prefix] ?? BY_PARAMETER[String(path[0])];
    if (named) return new DomainError(named.code, named.words);
  }
  return new DomainError('ROUTE_NOT_FOUND', 'there is nothing under this path');
}
