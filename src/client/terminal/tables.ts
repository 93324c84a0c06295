import { shown } from '../../domain/values/shown.js';
import type { Row } from '../../domain/evidence/signer-words.js';

/** Names and values, one a line, with the values below one another. Nothing that a gateway answers controls the terminal. */
export function rowsText(rows: readonly Row[]): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  return rows.map(({ name, value }) => shown(`${name.padEnd(width)}  ${value}`)).join('\n');
}

/** Columns below their heads; the last one takes what is left. */
export function tableText(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const all = [heads, ...lines].map((line) => line.map(shown));
  const widths = heads.map((_, at) => Math.max(...all.map((line) => line[at]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
