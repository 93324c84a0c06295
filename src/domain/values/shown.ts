import { HIDDEN_CHARACTER } from './text.js';

const HIDDEN = new RegExp(HIDDEN_CHARACTER, 'gu');

/**
 * A line that is safe to display. Text from files may contain terminal controls, or characters that reorder letters
 * (THREATS B15, H19). They are replaced by their code points.
 */
export function shown(line: string): string {
  return line.replaceAll(HIDDEN, (char) => `\\u{${codeOf(char)}}`);
}

/** The same on a page, where every character can be drawn: behind the sign for one that cannot. */
export function shownOnPage(text: string): string {
  return text.replaceAll(HIDDEN, (char) => `\ufffdU+${codeOf(char).toUpperCase().padStart(4, '0')}`);
}

function codeOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16);
}
