// npm run examples             plays tests that walk the API, and writes docs/api-examples from what they were really answered
// npm run examples -- FILE...  plays these tests alone, and keeps what they do not reach
import './typescript.mjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerUsage } from './usage.mjs';

answerUsage(
  `Usage: npm run examples -- [FILE...]

Plays tests that walk the API, and writes docs/api-examples from what they were really answered. With files, it plays
these tests alone, and keeps what they do not reach and still fits.

Examples:
  npm run examples
  npm run examples -- test/e2e/inbox.e2e.spec.ts`,
  { most: Infinity },
);

const { ChosenExamples } = await import('../test/examples/chosen-examples.ts');
const { RECORDED_TESTS } = await import('../test/examples/recorded-tests.ts');
const { Recorded } = await import('../test/examples/answer-recorder.ts');
const { previewed } = await import('../test/http/previewed-document.ts');
const { EXAMPLES_FOLDER, readExamples } = await import('../src/infra/http/docs/examples.ts');

const files = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
// For work on the choice: what an earlier run has recorded.
const given = process.env.SLUICE_RECORDED_EXAMPLES;
const folder = given ?? mkdtempSync(join(tmpdir(), 'sluice-examples-'));
try {
  if (given === undefined) {
    const { status } = spawnSync(
      process.execPath,
      [join(root, 'scripts/test.mjs'), ...(files.length > 0 ? files : RECORDED_TESTS)],
      {
        cwd: root,
        env: { ...process.env, SLUICE_RECORD_EXAMPLES: folder },
        stdio: 'inherit',
      },
    );
    if (status !== 0) throw new Error('a test failed: nothing is written');
  }
  const recorded = readdirSync(folder).map((name) =>
    Recorded.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  );
  const before = files.length > 0 ? readExamples() : { operations: {}, shared: {} };
  const { written, undeclared } = await previewed((app, config) => {
    const chosen = new ChosenExamples(app, config);
    return { written: chosen.filesOf(recorded, before), undeclared: chosen.undeclared };
  });
  for (const name of readdirSync(EXAMPLES_FOLDER)) rmSync(new URL(name, EXAMPLES_FOLDER));
  for (const [name, content] of Object.entries(written))
    writeFileSync(new URL(name, EXAMPLES_FOLDER), `${JSON.stringify(content, null, 2)}\n`);
  for (const each of [...undeclared].sort()) console.error(`answered, but not declared: ${each}`);
} finally {
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
}
