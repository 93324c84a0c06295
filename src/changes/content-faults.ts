import { DomainError } from '../domain/errors.js';

/** A refusal about an object, with its pointers as they are in the draft that the object stands in. */
export function inContent(error: DomainError): DomainError {
  const faults = error.faults.map((each) => ({ ...each, pointer: `/content${each.pointer}` }));
  return new DomainError(error.code, error.message, faults, { cause: error });
}
