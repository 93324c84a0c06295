import type { Command } from 'commander';
import { FreezePage, type FreezeView } from '../../../safes/freezes.contract.js';
import { parsePlainText } from '../../../domain/values/text.js';
import type { Gateway } from '../../gateway/gateway.js';
import { scopeNames } from '../../freezes/freeze-text.js';
import { safeCalled } from '../../naming/names.js';
import { listed } from '../../naming/pages.js';
import type { Desk } from '../../terminal/desk.js';
import { misused, notFound } from '../../terminal/failures.js';
import { FOR_SCRIPTS, type ProposeOptions, propose, proposeForm } from '../drafts/proposing.js';

interface UnfreezeOptions extends ProposeOptions {
  readonly reason: string;
  readonly safe?: string;
  readonly every?: boolean;
}

/** As many as one change may lift. */
const FREEZES_MAX = 100;
const REASON_MAX = 280;

export function unfreezeForm(desk: Desk): Command {
  return proposeForm('unfreeze', 'Propose that freezes are lifted')
    .argument('[freezes...]', 'their ids; not needed where only one stands')
    .option('--safe <name>', 'all freezes of this Safe alone')
    .option('--every', 'every freeze that stands')
    .requiredOption('--reason <text>', 'why they can be lifted; it is signed')
    .addHelpText('after', EXAMPLES)
    .action((ids: readonly string[], options: UnfreezeOptions) =>
      propose(desk, options, async ({ gateway }) => {
        const freezes = await meant(ids, { gateway, desk, options });
        const reason = parsePlainText(options.reason, REASON_MAX);
        const content = { freezes: freezes.map(({ id }) => id), reason };
        return { kind: 'unfreeze', subject: undefined, content };
      }),
    );
}

const EXAMPLES = `
Examples:
  sluice change propose unfreeze --reason "it was a false alarm"
  sluice change propose unfreeze --safe "Cold 1" --reason "the owners are as they were"
  sluice change propose unfreeze frz_… frz_… --reason "both findings are explained"

A freeze that is set after this stays. sluice freeze list --standing shows what stands.

${FOR_SCRIPTS}`;

async function meant(
  ids: readonly string[],
  {
    gateway,
    desk,
    options,
  }: { readonly gateway: Gateway; readonly desk: Desk; readonly options: UnfreezeOptions },
): Promise<readonly FreezeView[]> {
  const { safe, every } = options;
  const query = { standing: 'true' };
  const standing = await listed(gateway, desk, {
    ...{ path: '/v1/freezes', schema: FreezePage, query, limit: FREEZES_MAX },
  });
  if (standing.length === 0) throw notFound('no freeze stands');
  const candidates = candidatesOf(standing, await scopeNames(gateway));
  const missing = ids.find((id) => !standing.some((each) => each.id === id));
  if (missing !== undefined)
    throw notFound(`no freeze ${missing} stands: it never was, or it is lifted`, ...candidates);
  if (ids.length > 0) return standing.filter(({ id }) => ids.includes(id));
  if (safe !== undefined) {
    const { id, name } = await safeCalled(gateway, safe);
    const own = standing.filter(({ scope }) => scope === id);
    if (own.length > 0) return own;
    throw notFound(`no freeze of ${name} alone stands`, ...candidates);
  }
  if (every === true || standing.length === 1) return standing;
  throw misused('which freezes? name them, or --every', ...candidates);
}

function candidatesOf(standing: readonly FreezeView[], nameOf: (scope: string) => string): readonly string[] {
  return standing.map(({ id, scope, code, reason }) => `  ${id}  ${nameOf(scope)}  ${code}: ${reason}`);
}
