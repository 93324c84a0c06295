import { readFileSync, writeFileSync } from 'node:fs';
import { type PreparedFounding, readPrepared } from './bootstrap/prepared-founding.js';
import { readFounderSignature, statementFor } from './bootstrap/founder-statement.js';
import { configForFounding } from './config/config.js';
import { addCommand, programOf } from './config/program.js';
import { changeHash } from './domain/changes/change.js';

const program = programOf(
  'npm run bootstrap --',
  'Set a new installation up: three steps, before the first start',
  [
    'npm run bootstrap -- prepare founding.json prepared.json',
    'npm run bootstrap -- statement prepared.json per_01890a5d-ac96-774b-bcce-b302099a0001',
    'npm run bootstrap -- found prepared.json olga.json tessa.json',
  ],
);

/** It takes seconds to load, which --help need not wait for. */
const setUp = () => import('./bootstrap/set-up.js');

async function prepare(from: string, to: string): Promise<void> {
  const { prepareFounding } = await setUp();
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
  const { found } = await setUp();
  const digest = await found(configForFounding(), prepared, answers);
  process.stdout.write(
    `Sluice is set up. Give every gateway this setting, and start it with npm start:\nFOUNDING_DIGEST=${digest}\n`,
  );
}

function summary({ change }: PreparedFounding): string {
  return [...change.sentences, '', `Founding digest: ${changeHash(change)}`].join('\n');
}

addCommand(program, 'prepare', 'Read the chain, and write what the founders sign')
  .argument('<document>', 'the founding document (docs/governance.md)')
  .argument('<prepared>', 'the file to write')
  .action(prepare);
addCommand(program, 'statement', "Print the typed data for one founder's wallet")
  .argument('<prepared>', 'what prepare wrote')
  .argument('<person>', 'the id of the founder')
  .action(statement);
addCommand(program, 'found', 'Take the signed founding in')
  .argument('<prepared>', 'what prepare wrote')
  .argument('<signatures...>', "the founders' answers, a file each")
  .action(take);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
