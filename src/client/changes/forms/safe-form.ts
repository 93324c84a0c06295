import type { Command } from 'commander';
import { safeCalled } from '../../naming/names.js';
import type { Desk } from '../../terminal/desk.js';
import { misused } from '../../terminal/failures.js';
import { FOR_SCRIPTS, type ProposeOptions, propose, proposeForm } from '../drafts/proposing.js';

interface SafeOptions extends ProposeOptions {
  readonly address?: string;
  readonly label?: string;
  readonly of?: string;
}

export function safeForm(desk: Desk): Command {
  return proposeForm('safe', 'Propose that a Safe is onboarded, or pinned anew as it is now')
    .option('--address <address>', 'the Safe, with the checksum')
    .option('--label <label>', 'what it is to be called')
    .option('--of <name>', 'this one anew: its owners, threshold, modules and guard as they are now')
    .addHelpText('after', EXAMPLES)
    .action((options: SafeOptions) =>
      propose(desk, options, async ({ gateway }) => {
        const { of, label, address } = options;
        if (of === undefined) {
          if (address === undefined || label === undefined)
            throw misused('a Safe needs --address and --label; one that is there already is named by --of');
          return { kind: 'safe', subject: undefined, content: { label, address } };
        }
        const safe = await safeCalled(gateway, of);
        if (address !== undefined && address !== safe.address)
          throw misused(`${safe.name} is ${safe.address}: another address is another Safe`);
        return {
          kind: 'safe',
          subject: safe.id,
          content: { label: label ?? safe.name, address: safe.address },
        };
      }),
    );
}

const EXAMPLES = `
Examples:
  sluice change propose safe --label "Cold 2" --address 0x…
  sluice change propose safe --of "Cold 1"
  sluice change propose safe --of "Cold 1" --label "Cold 1 (old)"

Everything else is read from the chain, with the Safe's whole history; compare the owners in the sentence.

${FOR_SCRIPTS}`;
