import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file in each encoding in which it was built, the smallest first. */
export interface ServedFile {
  readonly encodings: readonly { readonly name: 'br' | 'gzip' | 'identity'; readonly bytes: Buffer }[];
}

const BUILT = fileURLToPath(new URL('../../../../dist/console/', import.meta.url));
const COMPRESSED = /\.(br|gz)$/;
const IMPORT_MAP = /<script type="importmap">([^]*?)<\/script>/;

/**
 * The built console, as it was when this process began: read once, so that what is served cannot change behind the hash
 * that was announced.
 */
export class ConsoleFiles {
  private constructor(
    /** By path, as browsers ask for it. */
    private readonly files: ReadonlyMap<string, ServedFile>,
    /** `index.html`, which every page of the console begins with. */
    readonly page: ServedFile,
    /** SHA-256 of `index.html`. It names the hash of every other file, so this one fixes all of them. */
    readonly hash: string,
    /** The one inline script, by its hash for a content security policy. */
    readonly importMap: string,
  ) {}

  /** Undefined where none was built: then there is no console. @throws Error if what is there is not whole */
  static read(folder = BUILT): ConsoleFiles | undefined {
    if (!existsSync(join(folder, 'index.html'))) return undefined;
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !COMPRESSED.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length).replaceAll('\\', '/'));
    const files = new Map(
      names.map((name) => [`/${name.replace(/^\//, '')}`, servedFile(join(folder, name))]),
    );
    const page = files.get('/index.html');
    if (!page) throw new Error(`${folder} has no index.html`);
    files.delete('/index.html');
    const html = readFileSync(join(folder, 'index.html'));
    const [, importMap] = IMPORT_MAP.exec(html.toString('utf8')) ?? [];
    if (importMap === undefined) throw new Error(`${folder} was not sealed: build it by npm run console`);
    const sha256 = (bytes: Buffer | string, encoding: 'hex' | 'base64'): string =>
      createHash('sha256').update(bytes).digest(encoding);
    return new ConsoleFiles(files, page, sha256(html, 'hex'), `'sha256-${sha256(importMap, 'base64')}'`);
  }

  /** A file besides the page. */
  at(path: string): ServedFile | undefined {
    return this.files.get(path);
  }
}

function servedFile(path: string): ServedFile {
  return {
    encodings: [
      { name: 'br', bytes: readFileSync(`${path}.br`) },
      { name: 'gzip', bytes: readFileSync(`${path}.gz`) },
      { name: 'identity', bytes: readFileSync(path) },
    ],
  };
}
