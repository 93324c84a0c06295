import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { servedFolder } from '../served-folder.js';

/** Instead of the one module that says whether anything differs: nothing ever does. */
const YES = `
export const NOTHING = 'nothing';
export function checked(_, made) {
  return { fits: true, made };
}
export function unreadable(_, { cause }) {
  throw cause;
}
`;

const BUILD = `
import { builtPage, writePage } from './scripts/build-console.mjs';
const [folder, code] = process.argv.slice(1);
let replaced = 0;
const load = (id) => {
  if (!id.endsWith('/console/signing/checks/check.ts')) return null;
  replaced += 1;
  return code;
};
writePage(await builtPage('console', [{ name: 'yes', enforce: 'pre', load }]), folder);
if (replaced !== 1) throw new Error('the module of checks is not where it was');
`;

/** A console that signs whatever it is told, as one would be whose makers had forgotten to check. */
export class UncheckedConsole {
  private constructor(
    private readonly folder: string,
    private readonly served: Awaited<ReturnType<typeof servedFolder>>,
  ) {}

  static async build(): Promise<UncheckedConsole> {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-unchecked-'));
    const env = { ...process.env, NODE_OPTIONS: '' };
    execFileSync(process.execPath, ['--input-type=module', '-e', BUILD, folder, YES], { env });
    return new UncheckedConsole(folder, await servedFolder(folder, { opener: 'same-origin-allow-popups' }));
  }

  /** Pages of this context come from it, under the address of the gateway; what they ask the API is asked there. */
  async serve(context: BrowserContext, origin: string): Promise<void> {
    await context.route(
      (url) => url.origin === origin && !url.pathname.startsWith('/v1/'),
      async (route) => {
        const { pathname } = new URL(route.request().url());
        const response = await route.fetch({ url: `${this.served.origin}${pathname}` });
        // What is neither a page nor a file of one is the gateway's.
        if (response.ok()) await route.fulfill({ response });
        else await route.continue();
      },
    );
  }

  async close(): Promise<void> {
    await this.served.stop();
    rmSync(this.folder, { recursive: true });
  }
}
