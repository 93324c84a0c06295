import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { Folder } from '../../../test/builders/sluice-command.js';
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

  const folder = new Folder();
  afterAll(() => {
    folder.remove();
  });
  /** What a shell that runs this says, line by line. */
  function said(shell: string, option: string, ...lines: readonly string[]): readonly string[] {
    const args = [option, folder.file(`${lines.join('\n')}\n`)];
    const { stdout, stderr, status } = spawnSync(shell, args, { encoding: 'utf8', timeout: 30_000 });
    expect([status, stderr]).toEqual([0, '']);
    return stdout.split('\n').slice(0, -1);
  }
  const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0;
  const sentence = (shell: string) =>
    `completes in ${shell}${isInstalled(shell) ? '' : ', which is not here'}`;
  const within = (shell: string) => (isInstalled(shell) ? it : it.skip);

  it('completes in bash', () => {
    const after = (...words: readonly string[]) =>
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _sluice; echo "\${COMPREPLY[*]}"`;
    const lines = said(
      ...(['bash', '--norc', completionScript('bash', tree), 'complete -p sluice'] as const),
      after('sluice', 'tran'),
      after('sluice', 'transfer', 'sh'),
      after('sluice', 'transfer', ''),
      after('sluice', 'transfer', 'list', '--as', 'Ada', '--sta'),
      // No option of `transfer show`.
      after('sluice', 'transfer', 'show', 'confirm', '--re'),
      // Files are the shell's to complete.
      after('sluice', 'verify', 'bundle', ''),
    );
    expect(lines).toEqual([
      'complete -o default -F _sluice sluice',
      ...['transfer', 'show', 'request show list cancel watch evidence request-file', '--state', '', ''],
    ]);
  });

  within('zsh')(sentence('zsh'), () => {
    const script = folder.file(completionScript('zsh', tree));
    // What is a part of zsh's line editor alone says what it was given.
    const stubs = `compadd() { print -r -- "$@"; (( $# > 1 )) }; _files() { print files; }`;
    const after = (...words: readonly string[]) =>
      `words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=$#words; _sluice`;
    const lines = said(
      ...(['zsh', '-f', stubs] as const),
      `cp ${script} ${folder.path}/_sluice; fpath=(${folder.path}); autoload -Uz _sluice`,
      // It completes the first time that it is asked.
      after('sluice', 'transfer', 're'),
      after('sluice', 'transfer', 'show', '--'),
      after('sluice', 'verify', 'bundle', ''),
    );
    expect(lines).toEqual([
      '-- request show list cancel watch evidence request-file',
      '-- --url --person --as --json --no-input --help',
      ...['--', 'files'],
    ]);
  });

  within('fish')(sentence('fish'), () => {
    const after = (line: string) => `complete -C '${line}' | string replace -r '\\t.*' ''; echo .`;
    const lines = said(
      ...(['fish', '--no-config', completionScript('fish', tree)] as const),
      after('sluice tran'),
      after('sluice transfer sh'),
      after('sluice transfer list --as Ada --sta'),
      // No option of `transfer show`.
      after('sluice transfer show confirm --re'),
    );
    expect(lines).toEqual(['transfer', '.', 'show', '.', '--state', '.', '.']);
  });
});
