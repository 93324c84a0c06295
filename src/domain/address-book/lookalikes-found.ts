import { DomainError, type Fault } from '../errors.js';
import type { Comparison } from './lookalike.js';

/** A known address that another can be confused with, and where they differ. */
export interface FoundLookalike extends Comparison {
  /** The entry of the address book that has it; null if none has. */
  readonly destination: string | null;
  readonly label: string | null;
  readonly what: string;
  readonly address: string;
  readonly difference: string;
}

/** A refused entry, with the look-alikes that speak against it as fields: a page shows them digit by digit. */
export class LookalikesFound extends DomainError {
  constructor(
    detail: string,
    faults: readonly Fault[],
    readonly lookalikes: readonly FoundLookalike[],
    options?: ErrorOptions,
  ) {
    super('DEST_LOOKALIKE', detail, faults, options);
  }
}
