import { DomainError } from '../../../src/domain/errors.js';
import { parsePlainText } from '../../../src/domain/values/text.js';

/** Why a text for people would be refused; null if it would not. */
export function textFault(text: string, max: number): string | null {
  try {
    parsePlainText(text, max);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
  }
}

export function isText(text: string, max: number): boolean {
  return textFault(text, max) === null;
}
