// What a script answers before it does anything: --help, --version, and what it does not know. Plain JavaScript without
// dependencies, for scripts that run before anything is installed.
import { readFileSync, writeSync } from 'node:fs';

/**
 * Ends the script for --help and --version (exit code 0), and with one line for an option that it does not know or too
 * many arguments (2).
 * @param usage what --help prints: how it is called, what it does, an example
 * @param options the options that it knows
 * @param most how many other arguments it takes
 */
export function answerUsage(usage, { options = [], most = 0 } = {}) {
  const args = process.argv.slice(2);
  const end = (stream, text, code) => {
    writeSync(stream, `${text.trim()}\n`);
    process.exit(code);
  };
  if (args.some((each) => each === '--help' || each === '-h')) end(1, usage, 0);
  if (args.includes('--version')) end(1, ownVersion(), 0);
  const unknown = args.find((each) => each.startsWith('-') && !options.includes(each));
  if (unknown !== undefined) end(2, `There is no option ${unknown}; --help says what there is.`, 2);
  if (args.filter((each) => !each.startsWith('-')).length > most)
    end(2, `It takes ${most === 0 ? 'no arguments' : `at most ${String(most)}`}; --help says which.`, 2);
}

export function ownVersion() {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}
