import type { ErrorCode } from '../domain/errors.js';

/** Where a request names somebody, and the code of a name that is nobody's. */
export interface NamedAt {
  readonly pointer: string;
  readonly code: ErrorCode;
}

/** Who the actors of entries are. A row above implements it, because the register stands above the log. */
export abstract class Actors {
  /**
   * The actor that is meant by an id or an exact name.
   * @throws DomainError at that place, if it names nobody or several
   */
  abstract meant(given: string, at: NamedAt): Promise<string>;

  /** Names by id. Who has none is left out. */
  abstract names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
