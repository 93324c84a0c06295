import { createHash } from 'node:crypto';
import { z } from 'zod';
import { mismatched } from '../terminal/failures.js';

/** A file that the page names, and the hash that a browser demands of it. */
export interface NamedFile {
  readonly path: string;
  /** As the page has it: `sha384-…`. */
  readonly integrity: string;
}

const IMPORT_MAP = /<script type="importmap">([^]*?)<\/script>/;
const ENTRY = /<script type="module" src="(\/[^"]+)" integrity="([^"]+)" crossorigin/g;
const STYLESHEET = /<link rel="stylesheet" href="(\/[^"]+)" integrity="([^"]+)" crossorigin/g;
const SCRIPT = /<script\b/gi;
/** Whatever else brings scripts or rules; the icon is inline. */
const OTHER = /<(?:link\b(?!\s+rel="icon"\s+href="data:)|style\b|base\b|iframe\b|object\b|embed\b|img\b)/gi;

const ImportMap = z.strictObject({ integrity: z.record(z.string().startsWith('/'), z.string()) });

/**
 * Every file that the page of a console may run or be styled by. Anything else that a browser would take without
 * demanding a hash is a fault of the page.
 */
export function filesNamedBy(html: string): readonly NamedFile[] {
  const [, map = ''] = IMPORT_MAP.exec(html) ?? [];
  const integrity = ImportMap.safeParse(parsedOrNothing(map));
  const [entries, styles] = [namedAs(ENTRY, html), namedAs(STYLESHEET, html)];
  const isSealed =
    entries.length === 1 &&
    (html.match(SCRIPT) ?? []).length === 2 &&
    (html.match(OTHER) ?? []).length === styles.length;
  if (!integrity.success || !isSealed)
    throw mismatched('the page is not sealed: it names something that a browser takes without a hash');
  const mapped = Object.entries(integrity.data.integrity).map(([path, hash]) => ({ path, integrity: hash }));
  // The entry stands in both.
  const all = [...mapped, ...entries, ...styles].map(
    (each) => [`${each.path} ${each.integrity}`, each] as const,
  );
  return [...new Map(all).values()];
}

function namedAs(form: RegExp, html: string): readonly NamedFile[] {
  return [...html.matchAll(form)].map(([, path = '', integrity = '']) => ({ path, integrity }));
}

/** Whether a browser takes these bytes for that file. One that names no hash that is known here is taken for none. */
export function isAsNamed(bytes: Uint8Array, { integrity }: NamedFile): boolean {
  return integrity === `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
