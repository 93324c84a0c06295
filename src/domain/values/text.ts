import { DomainError } from '../errors.js';

/**
 * Controls, line and paragraph separators, zero-width characters and bidirectional overrides: everything that makes a
 * text read differently from what it is. A class of a regular expression.
 */
export const HIDDEN_CHARACTER =
  '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Default_Ignorable_Code_Point}]';
const HIDDEN = new RegExp(HIDDEN_CHARACTER, 'u');

/** A text for people (reference, reason): 1 to `max` characters, one line, nothing hidden. */
export function parsePlainText(text: string, max: number): string {
  if (text.trim() === '' || text.length > max)
    throw new DomainError('BODY_SCHEMA', `expected 1 to ${String(max)} characters`);
  if (HIDDEN.test(text))
    throw new DomainError(
      'TEXT_CONTROL_CHARS',
      'control, zero-width or direction characters are not allowed',
    );
  return text;
}

/** A label that must not be confused with another: printable ASCII only. */
export function parseLabel(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._()#/-]{0,63}$/.test(text)) {
    throw new DomainError(
      'LABEL_CONFUSABLE',
      'labels are 1 to 64 ASCII letters, digits, spaces and . _ ( ) # / -',
    );
  }
  return text;
}

export function isLabel(text: string): boolean {
  try {
    return parseLabel(text) === text;
  } catch {
    return false; // the parser throws its reason, which a schema states in its own words
  }
}
