import type { Principal } from '../infra/http/access.js';

/** What a veil knows an entry by. */
export interface JudgedEntry {
  readonly index: bigint;
  readonly subject: string | null;
  /** The canonical text. */
  readonly body: string;
}

/** Why an entry may not be read yet, as an error code. */
export type VeiledBy = 'REKEY_REQUIRED' | 'ENTRY_VEILED';

/** Where entries are shown: in an answer of now, or in a file that is kept and given out again later. */
export type ShownIn = 'answer' | 'file';

/**
 * Which entries a reader may not read yet. A row above implements it; without an implementation the application does
 * not start. An entry is veiled, never left out.
 */
export abstract class AuditVeil {
  /** Those of these entries that this reader may not read yet, by their indexes. */
  abstract hidden(
    reader: Principal,
    entries: readonly JudgedEntry[],
    shownIn: ShownIn,
  ): Promise<ReadonlyMap<bigint, VeiledBy>>;
}
