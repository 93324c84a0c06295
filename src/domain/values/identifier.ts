import { DomainError } from '../errors.js';
import type { Brand } from './brand.js';

export type TransferId = Brand<string, 'TransferId'>;
export type SafeId = Brand<string, 'SafeId'>;
export type AssetId = Brand<string, 'AssetId'>;
export type DestinationId = Brand<string, 'DestinationId'>;
export type PersonId = Brand<string, 'PersonId'>;
export type FreezeId = Brand<string, 'FreezeId'>;
export type ChangeId = Brand<string, 'ChangeId'>;
export type AuditExportId = Brand<string, 'AuditExportId'>;
export type CancellationId = Brand<string, 'CancellationId'>;
type WebhookId = Brand<string, 'WebhookId'>;
export type PriceFeedId = Brand<string, 'PriceFeedId'>;

interface Kinds {
  tr: TransferId;
  safe: SafeId;
  ast: AssetId;
  dst: DestinationId;
  per: PersonId;
  frz: FreezeId;
  chg: ChangeId;
  exp: AuditExportId;
  cxl: CancellationId;
  whk: WebhookId;
  pfd: PriceFeedId;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** The pattern of an id: a prefix for its kind, and a UUIDv7 (RFC 9562). */
export function idPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}_${UUID}$`);
}

/** Parses a prefixed id such as `tr_01890a5d-ac96-774b-bcce-b302099a8057`. */
export function parseId<K extends keyof Kinds>(prefix: K, text: string): Kinds[K] {
  if (!idPattern(prefix).test(text))
    throw new DomainError('BODY_SCHEMA', `expected an id: ${prefix}_ and a UUID`);
  return text as Kinds[K];
}
