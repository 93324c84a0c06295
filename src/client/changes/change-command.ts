import { Command } from 'commander';
import type { Desk } from '../terminal/desk.js';
import { approveCommand, rejectCommand, withdrawCommand } from './answer-commands.js';
import { contentCommand } from './content-command.js';
import { proposeCommand } from './propose-command.js';
import { listCommand, showCommand } from './read-commands.js';

export function changeCommand(desk: Desk): Command {
  const command = new Command('change')
    .description(
      'Propose and answer changes of what is governed: the address book, the policy, people, Safes and more',
    )
    .enablePositionalOptions();
  const all = [
    proposeCommand,
    approveCommand,
    rejectCommand,
    withdrawCommand,
    listCommand,
    showCommand,
    contentCommand,
  ];
  for (const each of all) command.addCommand(each(desk));
  return command;
}
