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
const SCRIPT = /<script\b/gi;
const LINK = /<link\b(?! rel="icon" href="data:)|<link\b[^>]*stylesheet|<style\b|<base\b/gi;
const ENTRY = /<script type="module" src="(\/[^"]+)" integrity="([^"]+)" crossorigin/g;
const STYLESHEET = /<link rel="stylesheet" href="(\/[^"]+)" integrity="([^"]+)" crossorigin/g;

const ImportMap = z.strictObject({ integrity: z.record(z.string().startsWith('/'), z.string()) });

/**
 * Every file that the page of a console may run or be styled by. Anything else that a browser would take without
 * demanding a hash is a fault of the page.
 */
export function filesNamedBy(html: string): readonly NamedFile[] {
  const [, map = ''] = IMPORT_MAP.exec(html) ?? [];
  const integrity = ImportMap.safeParse(parsedOrNothing(map));
  const [entries, styles] = [ENTRY, STYLESHEET].map((form) =>
    [...html.matchAll(form)].map(([, path = '', hash = '']) => ({ path, integrity: hash })),
  );
  const scripts = html.match(SCRIPT) ?? [];
  const links = html.match(LINK) ?? [];
  const isSealed =
    integrity.success && entries?.length === 1 && scripts.length === 2 && links.length === styles?.length;
  if (!isSealed)
    throw mismatched('the page is not sealed: it names something that a browser takes without a hash');
  const mapped = Object.entries(integrity.data.integrity).map(([path, hash]) => ({ path, integrity: hash }));
  const all = [...mapped, ...entries, ...(styles ?? [])];
  // The entry stands in both.
  return [...new Map(all.map((each) => [`${each.path} ${each.integrity}`, each])).values()];
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
