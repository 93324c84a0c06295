import type { Principal } from '../infra/http/access.js';

/**
 * What readers of the log may not read yet. A row above knows it and implements this: without an implementation the
 * application does not start. An entry is veiled, never left out.
 */
export abstract class AuditVeil {
  /** Of these subjects, those whose entries this reader may not read yet. */
  abstract hidden(reader: Principal, subjects: readonly string[]): Promise<ReadonlySet<string>>;
}
