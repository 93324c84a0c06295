/** How version and error correction level M split the data: lengths of the blocks, and centres of alignment patterns (ISO/IEC 18004). */
const VERSIONS: Readonly<
  Record<number, { readonly blocks: readonly number[]; readonly centres: readonly number[] }>
> = {
  8: { blocks: [38, 38, 39, 39], centres: [6, 24, 42] },
  9: { blocks: [36, 36, 36, 37, 37], centres: [6, 26, 46] },
  10: { blocks: [43, 43, 43, 43, 44], centres: [6, 28, 50] },
};

const FORMAT_MASK = 0b101010000010010;
const LEVEL_M = 0b00;

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

type Modules = readonly (readonly boolean[])[];

/** The text of a QR code as a scanner reads it that sees every module: written apart from the encoder that it tests. */
export function readCode(modules: Modules): string {
  const size = modules.length;
  const version = (size - 17) / 4;
  const layout = VERSIONS[version];
  if (!layout) throw new Error(`a code of ${String(size)} modules is not read here`);
  const format = formatOf(modules) ^ FORMAT_MASK;
  if (format >> 13 !== LEVEL_M) throw new Error('another level than M is not read here');
  const mask = MASKS[(format >> 10) & 7];
  const bits = dataPlaces(size, version, layout.centres).map(
    ([row, column]) => (modules[row]?.[column] === true) !== (mask?.(row, column) === true),
  );
  const codewords = Array.from({ length: Math.floor(bits.length / 8) }, (_, at) =>
    numberOf(bits.slice(8 * at, 8 * at + 8)),
  );
  return textOf(inOrder(codewords, layout.blocks), version);
}

/** What a terminal shows as half blocks, with the quiet zone around it taken off. */
export function modulesOf(shown: string): boolean[][] {
  const rows = shown.split('\n').flatMap((line) => {
    const upper = Array.from(line, (char) => char === ' ' || char === '▄');
    const lower = Array.from(line, (char) => char === ' ' || char === '▀');
    return [upper, lower];
  });
  const border = rows.findIndex((row) => row.some(Boolean));
  const width = rows[0]?.length ?? 0;
  return rows.slice(border, width - border).map((row) => row.slice(border, width - border));
}

/** The fifteen bits beside the upper left finder, the most significant first. */
function formatOf(modules: Modules): number {
  const along = [0, 1, 2, 3, 4, 5, 7, 8].map((column) => modules[8]?.[column] === true);
  const up = [7, 5, 4, 3, 2, 1, 0].map((row) => modules[row]?.[8] === true);
  return numberOf([...along, ...up]);
}

function dataPlaces(size: number, version: number, centres: readonly number[]): [number, number][] {
  const places: [number, number][] = [];
  let isUpward = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right -= 1;
    for (let step = 0; step < size; step += 1) {
      const row = isUpward ? size - 1 - step : step;
      for (const column of [right, right - 1])
        if (!isFunction(row, column, { size, version, centres })) places.push([row, column]);
    }
    isUpward = !isUpward;
  }
  return places;
}

function isFunction(
  row: number,
  column: number,
  {
    size,
    version,
    centres,
  }: { readonly size: number; readonly version: number; readonly centres: readonly number[] },
): boolean {
  const far = size - 8;
  if (row === 6 || column === 6) return true;
  if ((row < 9 && column < 9) || (row < 9 && column >= far) || (row >= far && column < 9)) return true;
  const hasVersion = version >= 7;
  if (hasVersion && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11))) return true;
  const last = centres.at(-1);
  return centres.some((y) =>
    centres.some((x) => {
      const isInFinder = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
      return !isInFinder && Math.abs(row - y) <= 2 && Math.abs(column - x) <= 2;
    }),
  );
}

function inOrder(codewords: readonly number[], blocks: readonly number[]): readonly number[] {
  const out = blocks.map((): number[] => []);
  let next = 0;
  for (let at = 0; at < Math.max(...blocks); at += 1)
    for (const [block, length] of blocks.entries()) if (at < length) out[block]?.push(codewords[next++] ?? 0);
  return out.flat();
}

function textOf(data: readonly number[], version: number): string {
  const bits = data.flatMap((byte) => Array.from(byte.toString(2).padStart(8, '0'), (bit) => bit === '1'));
  if (numberOf(bits.slice(0, 4)) !== 0b0100) throw new Error('another mode than bytes is not read here');
  const start = version < 10 ? 12 : 20;
  const count = numberOf(bits.slice(4, start));
  const bytes = Array.from({ length: count }, (_, at) =>
    numberOf(bits.slice(start + 8 * at, start + 8 * at + 8)),
  );
  return Buffer.from(bytes).toString('utf8');
}

function numberOf(bits: readonly boolean[]): number {
  return bits.reduce((number, bit) => 2 * number + Number(bit), 0);
}
