import { z } from 'zod';
import { DomainError, type ErrorCode } from '../../../domain/errors.js';

/** What an id of each kind names, and the code of one that names nothing. */
const NAMED: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  tr: ['TRANSFER_NOT_FOUND', 'transfer'],
  safe: ['SAFE_NOT_FOUND', 'Safe'],
  ast: ['ASSET_NOT_FOUND', 'asset'],
  dst: ['DESTINATION_NOT_FOUND', 'destination'],
  per: ['PERSON_NOT_FOUND', 'person'],
  chg: ['CHANGE_NOT_FOUND', 'change'],
  sim: ['SIMULATION_NOT_FOUND', 'simulation'],
  key: ['API_KEY_NOT_FOUND', 'API key'],
  exp: ['AUDIT_EXPORT_NOT_FOUND', 'export'],
};

const Issue = z.object({ pattern: z.string().optional() });
const ID = /^\/\^([a-z]+)_/;

/** The refusal of a path whose parameters are malformed: as of one that names nothing, with what an id looks like. */
export function nothingUnder(issues: readonly unknown[]): DomainError {
  for (const issue of issues) {
    const [, prefix = ''] = ID.exec(Issue.safeParse(issue).data?.pattern ?? '') ?? [];
    const [code, noun] = NAMED[prefix] ?? [];
    if (code) return new DomainError(code, `no such ${noun ?? 'object'}: an id is ${prefix}_ and a UUID`);
  }
  return new DomainError('ROUTE_NOT_FOUND', 'there is nothing under this path');
}
