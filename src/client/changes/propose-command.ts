import { type Command, Option } from 'commander';
import { plainJson } from '../../cli/reading/plain-json.js';
import { readJson } from '../../cli/reading/read-json.js';
import { readSource } from '../../cli/reading/source.js';
import { CHANGE_KINDS, type ChangeKind } from '../../domain/changes/change.js';
import type { Json } from '../../domain/values/canonical-json.js';
import type { Gateway } from '../gateway/gateway.js';
import { assetCalled, destinationCalled, personCalled, safeCalled } from '../naming/names.js';
import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';
import { assetForm } from './forms/asset-form.js';
import { destinationForm } from './forms/destination-form.js';
import { personForm } from './forms/person-form.js';
import { policyForm } from './forms/policy-form.js';
import { safeForm } from './forms/safe-form.js';
import { unfreezeForm } from './forms/unfreeze-form.js';
import { FOR_SCRIPTS, type ProposeOptions, propose, proposeForm } from './drafts/proposing.js';

interface AnyKindOptions extends ProposeOptions {
  readonly kind?: ChangeKind;
  readonly subject?: string;
  readonly content?: string;
  readonly remove?: boolean;
}

export function proposeCommand(desk: Desk): Command {
  const command = proposeForm('propose', 'Propose a change of what is governed, by your signature')
    .addOption(new Option('--kind <kind>', 'what it is a change of').choices(CHANGE_KINDS))
    .option('--subject <name>', 'of which object; a new one, or the only one, if left out')
    .addOption(
      new Option('--content <file>', 'the object as it is to be, as JSON; "-" is standard input').conflicts(
        'remove',
      ),
    )
    .option('--remove', 'remove the object')
    .addHelpText('after', EXAMPLES)
    // Otherwise the options of a form would be taken as its own.
    .enablePositionalOptions()
    .argument('[form...]')
    .action(([form]: readonly string[], options: AnyKindOptions) => {
      if (form !== undefined)
        throw misused(
          `there is no form ${form}: name a kind by --kind, or one of these`,
          ...command.commands.map((each) => `  ${each.name()}: ${each.description()}`),
        );
      return propose(desk, options, async ({ gateway }) => {
        const { kind, subject } = options;
        if (kind === undefined)
          throw misused('what is to be changed? name a form (sluice change propose --help), or --kind');
        const content = contentOf(options);
        return { kind, content, subject: subject && (await subjectCalled(gateway, kind, subject)) };
      });
    });
  for (const form of [destinationForm, policyForm, unfreezeForm, assetForm, safeForm, personForm])
    command.addCommand(form(desk));
  return command;
}

const EXAMPLES = `
Examples:
  sluice change propose destination --label "Hot wallet 3" --address 0x… --owner Treasury --asset ETH \\
    --limit "5 ETH" --canary "1 ETH" --unproven "a deposit address"
  sluice change propose policy policy.json
  sluice change propose unfreeze --reason "it was a false alarm"
  sluice change propose --kind webhook --content webhook.json
  sluice change propose --kind destination --subject "Hot wallet 2" --remove
  sluice change content --kind quorums > quorums.json

The gateway drafts the change: it finds the present version, and reads from the chain what only the chain knows. What
it drafts has to be what you want; its sentences are made again here. Else nothing is signed, and the exit code is 8.
A key is enrolled by whoever has it, with an invitation; it is revoked by --kind key --subject KEY --remove.

${FOR_SCRIPTS}`;

function contentOf({ content, remove }: AnyKindOptions): Json {
  if (remove === true) return null;
  if (content === undefined) throw misused('name the file of the object by --content, or --remove it');
  return plainJson(readJson(readSource(content)));
}

/** Ids and names that the register itself has are taken as they are. */
async function subjectCalled(gateway: Gateway, kind: ChangeKind, wanted: string): Promise<string> {
  switch (kind) {
    case 'destination':
      return (await destinationCalled(gateway, wanted)).id;
    case 'asset':
      return (await assetCalled(gateway, wanted)).id;
    case 'safe':
      return (await safeCalled(gateway, wanted)).id;
    case 'person':
      return (await personCalled(gateway, wanted)).id;
    case 'key':
    case 'policy':
    case 'quorums':
    case 'unfreeze':
    case 'webhook':
    case 'price-feed':
    case 'provider':
      return wanted;
  }
}
