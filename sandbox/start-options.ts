import { InvalidArgumentError } from 'commander';
import { programOf } from '../src/config/program.js';

interface StartOptions {
  readonly fresh: boolean;
  readonly port: number;
  readonly chainPort: number;
}

/** What `npm start` is given. Ends the process for --help, --version and wrong usage. */
export function startOptions(): StartOptions {
  return programOf(
    'npm start --',
    'Start the sandbox: a chain, a database, the gateway and people, on this machine. With DATABASE_URL set, the gateway alone',
    ['npm start', 'npm start -- --fresh', 'npm start -- --port 4000 --chain-port 9545'],
  )
    .option('--fresh', 'throw the data away and start over', false)
    .option('--port <number>', 'of the gateway', port, 3000)
    .option('--chain-port <number>', 'of the chain', port, 8545)
    .parse()
    .opts<StartOptions>();
}

function port(text: string): number {
  const value = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('It is no port number.');
}
