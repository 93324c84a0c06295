import { shown } from '../../domain/values/shown.js';
import type { Row } from '../../domain/evidence/signer-words.js';
import { fitted } from './fitted.js';

const GAP = '  ';

/** Names and values, one a line, with the values below one another. Nothing that a gateway answers controls the terminal. */
export function rowsText(rows: readonly Row[]): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  return rows.map(({ name, value }) => shown(`${name.padEnd(width)}  ${value}`)).join('\n');
}

/**
 * Cells below their heads; the last one takes what is left. Where the terminal is narrower, each line goes on below,
 * indented, with whole cells that stand below their heads as well; a cell that is longer than a line breaks between
 * words.
 */
export function tableText(
  heads: readonly string[],
  lines: readonly (readonly string[])[],
  columns = Number.POSITIVE_INFINITY,
): string {
  const all = [heads, ...lines].map((line) => line.map(shown));
  const widths = heads.map((_, at) => Math.max(...all.map((line) => line[at]?.length ?? 0)));
  const parts = partsOf(widths, columns);
  return all
    .flatMap((line) =>
      parts.map((part, at) => {
        const text = part.map((each) => (line[each] ?? '').padEnd(widths[each] ?? 0)).join(GAP);
        return fitted(`${at === 0 ? '' : GAP}${text}`.trimEnd(), columns);
      }),
    )
    .filter((line) => line !== '')
    .join('\n');
}

/** Which cells stand beside one another: as many as there is room for. */
function partsOf(widths: readonly number[], columns: number): readonly (readonly number[])[] {
  const parts: number[][] = [];
  let room = 0;
  for (const [at, width] of widths.entries()) {
    room -= GAP.length + width;
    const part = parts.at(-1);
    if (part && room >= 0) part.push(at);
    else {
      parts.push([at]);
      room = columns - width - (parts.length === 1 ? 0 : GAP.length);
    }
  }
  return parts;
}
