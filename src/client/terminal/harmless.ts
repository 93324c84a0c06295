import { shown } from '../../domain/values/shown.js';

/** Lines that are safe to display, whatever a gateway has put into them. */
export function harmless(text: string): string {
  return text.split('\n').map(shown).join('\n');
}

/** JSON that is safe to display, and is the same when it is read: what `harmless` replaces is escaped. */
export function harmlessJson(json: unknown, indent = 0): string {
  return JSON.stringify(json, null, indent)
    .split('\n')
    .map((line) => line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped))
    .join('\n');
}

/** By its UTF-16 units, as JSON has it. */
function escaped(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
