import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts, version } = z
  .object({ scripts: z.record(z.string(), z.string()), version: z.string() })
  .parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')));

/** Every script that is Sluice's own, and what is started without npm. The other scripts are tools with a help of their own. */
const PROGRAMS = [
  ...Object.entries(scripts)
    .filter(([, command]) => /^node \S+\.mjs/.test(command))
    .map(([name, command]) => ({ name: `npm run ${name}`, words: command.split(' ').slice(1) })),
  ...['scripts/launch.mjs', 'scripts/write-schema.mjs', 'dist/main.js', 'dist/migrate-main.js'].map(
    (path) => ({ name: `node ${path}`, words: [path] }),
  ),
];

async function run(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  // Without a database of its own `npm start` is the sandbox.
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...env, NODE_OPTIONS: '', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [child.stdout, child.stderr].map(async (stream) => {
    let text = '';
    for await (const part of stream) text += String(part);
    return text;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, out: await out, err: await err };
}

describe('every program', () => {
  it('is among those that are tried', () => {
    const named = PROGRAMS.map(({ name }) => name.replace('npm run ', ''));
    expect(named).toEqual(
      expect.arrayContaining(['start', 'test', 'sluice', 'witness', 'bootstrap', 'bench', 'scenario']),
    );
  });

  it.each(PROGRAMS)(
    '$name says how it is used, by what version, and refuses what it does not know',
    async ({ words }) => {
      const [help, own, unknown] = await Promise.all(
        ['--help', '--version', '--nonsense'].map((option) => run([...words, option])),
      );
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help?.out).toMatch(/^usage: .*\n/i);
      expect(help?.out).toMatch(/^ *Examples?:\n {2}\S/m);
      expect(own).toEqual({ code: 0, out: `${version}\n`, err: '' });
      expect(unknown).toMatchObject({ code: 2, out: '' });
      expect(unknown?.err).toMatch(/^[^\n]*--nonsense[^\n]*\n$/);
      expect(existsSync(`${root}--help`)).toBe(false);
    },
  );

  it.each([
    ['tranfer', /^sluice: unknown command 'tranfer'\n\(Did you mean transfer\?\)\n$/],
    ['transfer cancel tr_1', /^sluice: required option '--reason <text>' not specified\n$/],
    ['transfer list --as Ada --stat live', /^sluice: unknown option '--stat'\n\(Did you mean --state\?\)\n$/],
  ])('sluice %s is refused like everything else, with what may be meant', async (line, words) => {
    const ended = await run(['dist/sluice-main.js', ...line.split(' ')]);
    expect([ended.code, ended.err]).toEqual([2, expect.stringMatching(words)]);
  });

  it.each([
    'dist/sluice-main.js whoami',
    'dist/sluice-main.js doctor',
    'dist/witness/main.js --name=w',
    'dist/migrate-main.js',
  ])('invariant 6: %s does not run where Node.js would believe every certificate', async (line) => {
    const ended = await run(line.split(' '), { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toContain('NODE_TLS_REJECT_UNAUTHORIZED: it is 0');
  });
});
