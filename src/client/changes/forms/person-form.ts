import type { Command } from 'commander';
import type { Desk } from '../../terminal/desk.js';
import { FOR_SCRIPTS, type ProposeOptions, propose, proposeForm } from '../drafts/proposing.js';
import { collected } from './collected.js';

interface PersonOptions extends ProposeOptions {
  readonly name: string;
  readonly role?: readonly string[];
  readonly group?: readonly string[];
}

export function personForm(desk: Desk): Command {
  return proposeForm('person', 'Propose a new person')
    .requiredOption('--name <name>', 'what they are called')
    .option('--role <role>', 'a role of theirs; may be given again', collected)
    .option('--group <group>', 'a group of theirs; may be given again', collected)
    .addHelpText('after', EXAMPLES)
    .action((options: PersonOptions) =>
      propose(desk, options, () => {
        const { name, role = [], group = [] } = options;
        const content = { name, roles: role, groups: group, accounts: [] };
        return Promise.resolve({ kind: 'person', subject: undefined, content });
      }),
    );
}

const EXAMPLES = `
Examples:
  sluice change propose person --name Paula --role approver --group treasury
  sluice change propose --kind person --subject Paula --remove
  sluice change propose --kind person --subject Paula --content paula.json

Their keys are enrolled by themselves, with an invitation, once they are in force.

${FOR_SCRIPTS}`;
