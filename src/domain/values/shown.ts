/**
 * A line as a reader can trust it: texts of a file may hold what a terminal obeys or what turns the order of letters around
 * (THREATS B15, H19). Such characters are shown by their number, not obeyed.
 */
export function shown(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
