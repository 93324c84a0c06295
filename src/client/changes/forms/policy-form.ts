import type { Command } from 'commander';
import { readDraft } from '../../../cli/reading/read-records.js';
import { plain } from '../../../domain/values/canonical-json.js';
import type { Desk } from '../../terminal/desk.js';
import { FOR_SCRIPTS, type ProposeOptions, propose, proposeForm } from '../drafts/proposing.js';

export function policyForm(desk: Desk): Command {
  return proposeForm('policy', 'Propose a policy')
    .argument(
      '<file>',
      'the policy document, or an answer of GET /v1/policies/:version; "-" is standard input',
    )
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: ProposeOptions) =>
      propose(desk, options, () =>
        Promise.resolve({ kind: 'policy', subject: undefined, content: plain(readDraft(file)) }),
      ),
    );
}

const EXAMPLES = `
Examples:
  sluice change propose policy policy.json
  sluice policy check policy.json && sluice change propose policy policy.json --expires 3d

Before you sign, you see what it loosens and tightens, what its review remarks, and which transfers of the last 90
days would have ended otherwise. Members that have a usual value may be left out of the file.

${FOR_SCRIPTS}`;
