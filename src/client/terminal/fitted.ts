// Where a value stands further right than this part of the terminal, what follows of it goes below its name.
const HANGING_MAX = 1 / 2;
const INDENT = 4;

/**
 * Text for a terminal of so many columns: longer lines go on below, beneath the value that they began with. They break
 * between words alone, so that an address or an id stays whole even where it is longer than the line; and an amount
 * stays with its symbol. Whatever is no terminal gets each line whole.
 */
export function fitted(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .flatMap((line) => (line.length <= columns ? [line] : broken(line, columns)))
    .join('\n');
}

function broken(line: string, columns: number): readonly string[] {
  const name = (/^ *\S.*? {2,}/.exec(line) ?? /^ */.exec(line))?.[0] ?? '';
  const indent = ' '.repeat(name.length <= columns * HANGING_MAX ? name.length : INDENT);
  const lines: string[] = [];
  let current = name;
  let isFirst = true;
  for (const word of line.slice(name.length).match(/-?[\d.]+ [A-Za-z]\S*|\S+/g) ?? []) {
    const longer = isFirst ? `${current}${word}` : `${current} ${word}`;
    if (isFirst || longer.length <= columns) current = longer;
    else {
      lines.push(current);
      current = `${indent}${word}`;
    }
    isFirst = false;
  }
  return [...lines, current];
}
