import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { offlineCommands } from '../../cli/offline-commands.js';
import { onlineCommands } from '../online-commands.js';
import { nodesOf, treeOf } from './command-tree.js';
import { SHELLS, completionScript } from './scripts.js';

const program = new Command('sluice');
const terminal = { say: () => undefined, fail: () => undefined };
for (const command of [...offlineCommands(terminal), ...onlineCommands(new FakeDesk())])
  program.addCommand(command);
const tree = treeOf(program);
const nodes = nodesOf(tree);

describe('every command', () => {
  it.each(nodes.filter(({ children, path }) => children.length === 0 && path.length > 1))(
    '$path says what it does, and takes --json, or reads files',
    ({ description, options }) => {
      expect(description).toMatch(/^[A-Z].*[^.]$/);
      expect(options.map(({ flag }) => flag)).toContain('--json');
    },
  );

  const online = onlineCommands(new FakeDesk()).flatMap((each) =>
    each.commands.length > 0 ? each.commands : [each],
  );
  it.each(online.map((command) => [command.name(), command] as const))(
    '%s has examples',
    (_name, command) => {
      let text = '';
      command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
      expect(text).toMatch(/Examples?:\n {2}sluice /);
    },
  );

  it('takes no secret as a flag', () => {
    const flags = nodes.flatMap(({ options }) => options.map(({ flag }) => flag));
    expect(flags.filter((flag) => /pass(word|phrase)$|secret|mnemonic|private|token/.test(flag))).toEqual([]);
  });
});

describe(completionScript.name, () => {
  it.each(SHELLS)('names every command and option for %s', (shell) => {
    const script = completionScript(shell, tree);
    for (const { path, options } of nodes) {
      expect(script).toContain(path.join(' '));
      for (const { flag } of options)
        expect(script).toContain(shell === 'fish' ? `-l ${flag.slice(2)}` : flag);
    }
  });

  it('completes in bash', () => {
    const after = (...words: readonly string[]) =>
      `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _sluice; echo "\${COMPREPLY[*]}"`;
    const asked = [
      after('sluice', 'tran'),
      after('sluice', 'transfer', 're'),
      after('sluice', 'transfer', 'list', '--as', 'Ada', '--sta'),
      after('sluice', 'transfer', 'show', 'confirm', '--re'),
    ];
    const input = `${completionScript('bash', tree)}\n${asked.join('\n')}\n`;
    const { stdout, status } = spawnSync('bash', ['--norc'], { input, encoding: 'utf8', timeout: 30_000 });
    expect(status).toBe(0);
    // The last one is no option of `transfer show`.
    expect(stdout.split('\n').slice(0, 4)).toEqual(['transfer', 'request', '--state', '']);
  });
});
