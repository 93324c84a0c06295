import { InvalidArgumentError } from 'commander';
import { programOf } from '../src/config/program.js';
import { DEFAULT_DELAY_SECONDS } from './delays.js';

interface StartOptions {
  readonly fresh: boolean;
  /** Undefined if nothing is said: then a day, or what the data was founded with. */
  readonly delay?: number;
  readonly port: number;
  readonly chainPort: number;
}

/** What `npm start` is given. Ends the process for --help, --version and wrong usage. */
export function startOptions(): StartOptions {
  return programOf(
    'npm start --',
    'Start the sandbox: a chain, a database, the gateway and people, on this machine. With DATABASE_URL set, the gateway alone',
    ['npm start', 'npm start -- --fresh --delay 60', 'npm start -- --port 4000 --chain-port 9545'],
  )
    .option('--fresh', 'throw the data away and start over', false)
    .option(
      '--delay <seconds>',
      'how long loosened rules and new destinations wait, 1 to 86400; with new data only (default: a day)',
      readDelay,
    )
    .option('--port <number>', 'of the gateway', port, 3000)
    .option('--chain-port <number>', 'of the chain', port, 8545)
    .parse()
    .opts<StartOptions>();
}

/** Whole seconds. Never none: a newcomer is to live through one. Never more than the day that it is otherwise. */
export function readDelay(text: string): number {
  const seconds = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && seconds >= 1 && seconds <= DEFAULT_DELAY_SECONDS) return seconds;
  throw new InvalidArgumentError('It is a whole number of seconds from 1 to 86400.');
}

function port(text: string): number {
  const value = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('It is no port number.');
}
