import { readFileSync, statSync } from 'node:fs';
import type { Config } from '../config/config.js';
import { readingConfig } from '../config/reading-config.js';
import { type Finding, fail, ok, warn } from './finding.js';

const OTHERS = 0o007;
const GROUP = 0o070;

export interface SeenSettings {
  readonly findings: readonly Finding[];
  readonly config: Config | undefined;
}

/** The settings as the gateway reads them: the environment, and beside it a file that holds its secrets. */
export function seenSettings(file: string | undefined): SeenSettings {
  const opened = file === undefined ? [] : [permissions(file)];
  let text: string;
  try {
    text = file === undefined ? '' : readFileSync(file, 'utf8');
  } catch {
    return { config: undefined, findings: opened };
  }
  const { config, faults } = readingConfig(text);
  const found = faults.map((fault) => fail('settings', sentence(fault), todoFor(fault)));
  const well = [ok('settings', 'All are there and of the right form.')];
  return { config, findings: [...(faults.length > 0 ? found : well), ...opened] };
}

function todoFor(fault: string): string {
  if (fault.startsWith('NODE_TLS')) return 'No setting may weaken a check.';
  return fault.startsWith('FOUNDING_DIGEST')
    ? 'The founding prints it: npm run bootstrap -- --help.'
    : 'Set it as .env.example says.';
}

/** What a schema says of a setting, as people read it. */
function sentence(fault: string): string {
  const words = fault.replace(/Invalid input: expected \w+, received undefined$/, 'it is not set');
  return words.endsWith('.') ? words : `${words}.`;
}

/** Who besides its owner may read a file with keys, or write one that the gateway believes. */
function permissions(file: string): Finding {
  const check = 'secrets';
  try {
    const { mode } = statSync(file);
    // Windows has other rights, which its mode does not tell.
    if (process.platform === 'win32') return ok(check, `${file} is there.`);
    const todo = `chmod 600 ${file}`;
    const shown = (mode & 0o777).toString(8);
    if ((mode & OTHERS) !== 0)
      return fail(check, `Everybody on this machine may open ${file} (mode ${shown}).`, todo);
    if ((mode & GROUP) !== 0) return warn(check, `Its group may open ${file} (mode ${shown}).`, todo);
    return ok(check, `Only its owner may open ${file}.`);
  } catch {
    return fail(
      check,
      `${file} is not there, or may not be looked at.`,
      'Name the file of the settings by --settings.',
    );
  }
}
