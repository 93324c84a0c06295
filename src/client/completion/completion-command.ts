import { Argument, Command } from 'commander';
import type { Desk } from '../terminal/desk.js';
import { treeOf } from './command-tree.js';
import { SHELLS, type Shell, completionScript } from './scripts.js';

/** @param program with every command that is to be completed */
export function completionCommand(desk: Desk, program: Command): Command {
  return new Command('completion')
    .description('Print a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(sluice completion bash)\n  sluice completion zsh > ~/.zfunc/_sluice\n  sluice completion fish > ~/.config/fish/completions/sluice.fish',
    )
    .action((shell: Shell) => {
      desk.say(completionScript(shell, treeOf(program)));
    });
}
