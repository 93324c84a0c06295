import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { printVerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { Folder } from '../builders/sluice-command.js';
import { itWhere } from '../it-where.js';
import { bundleText, recordedBundle, recordedRoots } from '../vectors/evidence-bundle.js';

const program = fileURLToPath(new URL('../../dist/sluice-main.js', import.meta.url));
const guard = fileURLToPath(new URL('../no-sockets.mjs', import.meta.url));
const { founding, logKey } = recordedRoots();
const key = printVerifierKey(logKey);

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const bundle = folder.file(bundleText);
const changed = folder.file(bundleText.replace('"amount":"8', '"amount":"9'));
const checkpoint = folder.file(recordedBundle().log.checkpoint);
const roots = ['--founding', founding, '--log-key', key];

/** What the built program is asked, and the exit code that is due. */
const RUNS = [
  { name: 'a bundle', args: ['bundle', bundle, ...roots], code: 0 },
  { name: 'a changed bundle', args: ['bundle', changed, ...roots], code: 3 },
  { name: 'a bundle with no founding that could be', args: ['bundle', bundle, '--founding', 'x'], code: 2 },
  { name: 'a checkpoint', args: ['checkpoint', checkpoint, '--key', key], code: 0 },
];

function run(command: readonly string[]) {
  const [name = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(name, args, { encoding: 'utf8', timeout: 120_000 });
  return { status, stdout, stderr };
}

const inNamespace = (...command: readonly string[]) =>
  run(['unshare', '--map-root-user', '--net', ...command]);
// Linux only, and there not inside every container.
const hasNamespaces = inNamespace('true').status === 0;
const whereIsolated = itWhere(hasNamespaces, 'unshare makes no network namespace here');

describe('the built verifier, as a process of its own', () => {
  it.each(RUNS)('invariant 18: opens no socket for $name, and exits with $code', ({ args, code }) => {
    const told = run([process.execPath, '--import', guard, program, 'verify', ...args]);
    expect(told).toMatchObject({ status: code });
    expect(told.stderr).not.toMatch(/a socket was opened|the client was loaded/);
  });

  it('invariant 18: loads nothing that asks a gateway, as a command that does would be caught at', () => {
    const inspecting = run([process.execPath, '--import', guard, program, 'inspect', changed]);
    expect(inspecting.status).toBe(1);
    const asking = run([process.execPath, '--import', guard, program, 'whoami']);
    expect(asking).toMatchObject({
      status: 99,
      stderr: expect.stringContaining('the client was loaded') as unknown,
    });
  });

  it('invariant 18: would be caught at opening one', () => {
    const opening = `fetch('http://127.0.0.1:4444/').catch((error) => { throw error.cause ?? error })`;
    const told = run([process.execPath, '--import', guard, '--input-type=module', '--eval', opening]);
    expect(told.status).not.toBe(0);
    expect(told.stderr).toContain('a socket was opened');
  });

  whereIsolated('invariant 18: says the same where there is no network at all', () => {
    const interfaces = `process.stdout.write(JSON.stringify(Object.keys(require('node:os').networkInterfaces())))`;
    expect(inNamespace(process.execPath, '--eval', interfaces).stdout).toBe('[]');
    for (const { args, code } of RUNS.slice(0, 2)) {
      const isolated = inNamespace(process.execPath, program, 'verify', ...args);
      expect(isolated.status).toBe(code);
      expect(isolated.stdout).toMatch(code === 0 ? /^It holds/m : /^FAILED/m);
    }
  });
});
