/**
 * A line that is safe to display. Text from files may contain terminal controls, or characters that reorder letters
 * (THREATS B15, H19). They are replaced by their code points.
 */
export function shown(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
