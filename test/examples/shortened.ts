import { placesOf } from './weight.js';

/** Characters of JSON that an example should not exceed. */
const ENOUGH = 6000;
/** How many items of an array are kept, tried in this order until the example is short enough. */
const LIMITS = [4, 2, 1];
/** How many rows of a list are kept. */
const ROWS = 2;
/** Characters of JSON that a row should not exceed, if others of the list do not. */
const ROW = 3000;
const LONG_TEXT = 400;
const SHORT_TEXT = 66;
/** Whoever makes a hash of these needs all of it. */
const WHOLE = new Set(['typedData', 'types']);

type Path = readonly (string | number)[];

/** A shorter example that says as much as it can and still fits: arrays have fewer items, blobs fewer characters. */
export function shortened(value: unknown, fits: (value: unknown) => boolean): unknown {
  let short = value;
  for (const limit of LIMITS) {
    short = cut(value, limit, fits);
    if (JSON.stringify(short).length <= ENOUGH) return short;
  }
  return short;
}

function cut(value: unknown, limit: number, fits: (value: unknown) => boolean): unknown {
  let now = structuredClone(value);
  const kept = new Set<string>();
  for (;;) {
    const path = longIn(now, limit, kept);
    if (!path) return now;
    const shorter = structuredClone(now);
    const next = path.length === 0 ? shorterOf(shorter, [], limit) : shorter;
    if (path.length > 0) replaceAt(shorter, path, limit);
    if (fits(next)) now = next;
    else kept.add(path.join('/'));
  }
}

/** The first place where something is longer than it needs to be, outermost first. */
function longIn(value: unknown, limit: number, kept: ReadonlySet<string>, at: Path = []): Path | undefined {
  if (!kept.has(at.join('/')) && isLong(value, at, limit)) return at;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    if (WHOLE.has(key)) continue;
    const found = longIn(each, limit, kept, [...at, key]);
    if (found) return found;
  }
  return undefined;
}

const limitAt = (at: Path, limit: number): number => (at.length === 1 && at[0] === 'data' ? ROWS : limit);

function isLong(value: unknown, at: Path, limit: number): boolean {
  if (Array.isArray(value)) return value.length > limitAt(at, limit) && !isSmall(value, at);
  return typeof value === 'string' && value.length > LONG_TEXT && /^[\w+/=-]+$/.test(value);
}

/** A few words in an array, which others of the example may name. */
const isSmall = (items: readonly unknown[], at: Path): boolean =>
  at.length > 1 && JSON.stringify(items).length <= LONG_TEXT;

function shorterOf(value: unknown, at: Path, limit: number): unknown {
  return Array.isArray(value) ? mostTelling(value, limitAt(at, limit)) : String(value).slice(0, SHORT_TEXT);
}

function replaceAt(root: unknown, path: Path, limit: number): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((each, key) => (each as Record<string, unknown>)[key], root);
  const holder = parent as Record<string, unknown>;
  const key = String(path.at(-1));
  holder[key] = shorterOf(holder[key], path, limit);
}

/** Those items that say the most different things, in their order. */
function mostTelling(all: readonly unknown[], limit: number): unknown[] {
  const handy = all.filter((item) => JSON.stringify(item).length <= ROW);
  const items = handy.length >= limit ? handy : all;
  const said = new Set<string>();
  const chosen = new Set<number>();
  const says = items.map((item) => [...placesOf(item), ...kindsOf(item)]);
  while (chosen.size < limit) {
    const news = says.map((each, at) => (chosen.has(at) ? -1 : each.filter((one) => !said.has(one)).length));
    const best = news.indexOf(Math.max(...news));
    chosen.add(best);
    for (const one of says[best] ?? []) said.add(one);
  }
  return items.filter((_, at) => chosen.has(at));
}

function kindsOf(item: unknown): readonly string[] {
  if (typeof item !== 'object' || item === null) return [String(item)];
  return ['state', 'kind', 'code', 'type', 'status'].flatMap((key) =>
    key in item ? [`${key}=${String((item as Record<string, unknown>)[key])}`] : [],
  );
}
