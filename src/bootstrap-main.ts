import { readFileSync, writeFileSync } from 'node:fs';
import { type PreparedFounding, readPrepared } from './bootstrap/prepared-founding.js';
import { found, prepareFounding } from './bootstrap/set-up.js';
import { readFounderSignature, statementFor } from './bootstrap/founder-statement.js';
import { configForFounding } from './config/config.js';
import { changeHash } from './domain/changes/change.js';

const USAGE = `Usage:
  npm run bootstrap -- prepare DOCUMENT PREPARED      read the chain, write what the founders sign
  npm run bootstrap -- statement PREPARED PERSON_ID   print the typed data for one founder's wallet
  npm run bootstrap -- found PREPARED SIGNATURE...    take the signed founding in
`;

async function prepare(from: string, to: string): Promise<void> {
  const prepared = await prepareFounding(configForFounding(), readFileSync(from, 'utf8'));
  writeFileSync(to, `${JSON.stringify(prepared, null, 2)}\n`, { flag: 'wx' });
  process.stdout.write(
    `${summary(prepared)}\nWritten to ${to}. Nothing is set up yet: its founders sign it first.\n`,
  );
}

function statement(file: string, person: string): void {
  const asked = statementFor(readPrepared(readFileSync(file, 'utf8')), person, Math.floor(Date.now() / 1000));
  process.stdout.write(`${JSON.stringify(asked, null, 2)}\n`);
}

async function take(file: string, signatures: readonly string[]): Promise<void> {
  const prepared = readPrepared(readFileSync(file, 'utf8'));
  const answers = signatures.map((each) => readFounderSignature(prepared, readFileSync(each, 'utf8')));
  const digest = await found(configForFounding(), prepared, answers);
  process.stdout.write(
    `Sluice is set up. Give every gateway this setting, and start it with npm start:\nFOUNDING_DIGEST=${digest}\n`,
  );
}

function summary({ change }: PreparedFounding): string {
  return [...change.sentences, '', `Founding digest: ${changeHash(change)}`].join('\n');
}

async function main([command, first, ...rest]: readonly string[]): Promise<number> {
  const [second] = rest;
  if (command === 'prepare' && first !== undefined && second !== undefined) await prepare(first, second);
  else if (command === 'statement' && first !== undefined && second !== undefined) statement(first, second);
  else if (command === 'found' && first !== undefined && rest.length > 0) await take(first, rest);
  else {
    process.stderr.write(USAGE);
    return 2;
  }
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
