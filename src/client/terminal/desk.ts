import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { misused } from './failures.js';
import { harmless } from './harmless.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a person or a script sits: what they are told, and what they are asked. */
export interface Desk {
  readonly environment: Environment;
  /** Whether somebody is there to be asked. */
  readonly canAsk: boolean;
  /** How wide the terminals are that results and commentary go to; undefined of what is no terminal. */
  readonly columns: { readonly out: number | undefined; readonly err: number | undefined };
  /** A result, to stdout. */
  say(text: string): void;
  /** Commentary, to stderr. */
  tell(text: string): void;
  /** @param isSecret shows nothing of what is typed */
  ask(question: string, isSecret?: boolean): Promise<string>;
}

/** The desk of this process. */
export function processDesk(environment: Environment): Desk {
  return {
    environment,
    // Asking `process.stdin` would make it non-blocking, and a file on it could not be read whole any more.
    canAsk: isatty(0) && isatty(2),
    columns: { out: columnsOf(process.stdout), err: columnsOf(process.stderr) },
    say: (text) => process.stdout.write(`${text}\n`),
    tell: (text) => process.stderr.write(`${harmless(text)}\n`),
    ask: (question, isSecret) => askOnTerminal(harmless(question), isSecret),
  };
}

/** A terminal may say that it has none. */
function columnsOf(stream: { readonly columns?: number }): number | undefined {
  return stream.columns === 0 ? undefined : stream.columns;
}

async function askOnTerminal(question: string, isSecret = false): Promise<string> {
  let isMuted = false;
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const given = Promise.withResolvers<string>();
    reader.once('close', () => {
      given.reject(misused('nothing was entered'));
    });
    reader.question(question).then(given.resolve, given.reject);
    isMuted = isSecret;
    return await given.promise;
  } finally {
    reader.close();
    if (isSecret) process.stderr.write('\n');
  }
}
