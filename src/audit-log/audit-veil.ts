import type { Principal } from '../infra/http/access.js';

/**
 * Which entries a reader may not read yet. A row above implements it; without an implementation the application does
 * not start. An entry is veiled, never left out.
 */
export abstract class AuditVeil {
  /** The subset of these subjects whose entries this reader may not read yet. */
  abstract hidden(reader: Principal, subjects: readonly string[]): Promise<ReadonlySet<string>>;
}
