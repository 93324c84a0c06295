import { createHash } from 'node:crypto';
import { Command } from 'commander';
import { InstallationView } from '../../installation/installation.contract.js';
import { Gateway } from '../gateway/gateway.js';
import { gatewayOrigin } from '../gateway/gateway-url.js';
import { KeptFiles } from '../gateway/kept-files.js';
import { sayAnswer } from '../session/action.js';
import type { Desk } from '../terminal/desk.js';
import { mismatched, misused, notFound } from '../terminal/failures.js';
import { rowsText } from '../terminal/tables.js';
import { filesNamedBy, isAsNamed } from './served-page.js';

interface CheckOptions {
  readonly hash?: string;
  readonly json?: boolean;
}

const HASH = /^(?:0x)?([0-9a-f]{64})$/i;
const AT_ONCE = 6;

export function consoleCommand(desk: Desk): Command {
  return new Command('console')
    .description('Check the console that a gateway serves')
    .addCommand(checkCommand(desk));
}

function checkCommand(desk: Desk): Command {
  return new Command('check')
    .description('Fetch the console of a gateway, every byte of it, and compare its hashes')
    .argument('[url]', 'the gateway; or SLUICE_URL, or where you signed in last')
    .option(
      '--hash <sha256>',
      'what its index.html has to be: of the release notes, or of a build of your own',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (url: string | undefined, options: CheckOptions) => {
      const wanted = options.hash === undefined ? undefined : hashFrom(options.hash);
      const origin = gatewayOrigin(url, desk, new KeptFiles(desk.environment));
      const found = await checked(new Gateway(origin));
      if (wanted !== undefined && found.sha256 !== wanted)
        throw mismatched(
          `${origin} serves another console: the SHA-256 of its index.html is ${found.sha256}, not ${wanted}`,
        );
      if (wanted === undefined) desk.tell(COMPARE);
      sayAnswer(desk, options, {
        text: rowsText([
          { name: 'Console', value: `${origin}, Sluice ${found.version}` },
          { name: 'Files', value: `${String(found.files)}, ${String(found.bytes)} bytes, each as named` },
          { name: 'SHA-256', value: `${found.sha256} of index.html, as the gateway says` },
          ...(wanted === undefined ? [] : [{ name: 'Expected', value: 'the same' }]),
        ]),
        json: { origin, ...found, expected: wanted ?? null },
      });
    });
}

const COMPARE =
  'Compare the SHA-256 with the release notes, or with what npm run console prints in a checkout of that version.';

const EXAMPLES = `
Examples:
  sluice console check https://sluice.example --hash 5f3a…
  sluice console check --json | jq -r .sha256

What is fetched is compared byte by byte with the hashes that index.html names, and that of index.html with what
GET /v1/installation says. It ends with 8 where anything differs.`;

function hashFrom(written: string): string {
  const [, hash] = HASH.exec(written) ?? [];
  if (hash === undefined) throw misused(`${written} is no SHA-256: it has 64 hexadecimal digits`);
  return hash.toLowerCase();
}

interface Checked {
  readonly version: string;
  readonly sha256: string;
  readonly files: number;
  readonly bytes: number;
}

/** Fetches all of it. @throws ProgramFailure at the first difference, with everything that differs */
async function checked(gateway: Gateway): Promise<Checked> {
  const { consoleHash, version } = await gateway.get('/v1/installation', InstallationView);
  if (consoleHash === null) throw notFound(`${gateway.origin} serves no console`);
  const page = await gateway.served('/', 'text/html');
  const sha256 = createHash('sha256').update(page).digest('hex');
  if (sha256 !== consoleHash)
    throw mismatched(`the SHA-256 of index.html is ${sha256}, and GET /v1/installation says ${consoleHash}`);
  const named = filesNamedBy(page.toString('utf8'));
  const differing: string[] = [];
  let bytes = page.length;
  for (let at = 0; at < named.length; at += AT_ONCE) {
    const several = named.slice(at, at + AT_ONCE).map(async (file) => {
      const content = await gateway.served(file.path, '*/*');
      bytes += content.length;
      if (!isAsNamed(content, file)) differing.push(`  ${file.path}`);
    });
    await Promise.all(several);
  }
  if (differing.length > 0)
    throw mismatched(
      `${String(differing.length)} of ${String(named.length)} files are not as index.html names them; a browser runs none of them:`,
      ...differing.sort(),
    );
  return { version, sha256, files: named.length + 1, bytes };
}
