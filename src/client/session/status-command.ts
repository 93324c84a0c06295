import type { Command } from 'commander';
import type { z } from 'zod';
import { type HealthPartsView, HealthPartsView as Health } from '../../health/parts/health-parts.contract.js';
import { InboxCounts } from '../../inbox/inbox.contract.js';
import type { InstallationView } from '../../installation/installation.contract.js';
import { SafePage } from '../../safe-api/safes.contract.js';
import { TransferCounts } from '../../transfer-api/lists/transfer-list.contract.js';
import type { Row } from '../../domain/evidence/signer-words.js';
import type { Desk } from '../terminal/desk.js';
import { rowsText } from '../terminal/tables.js';
import { onlineCommand, showing } from './action.js';

export function statusCommand(desk: Desk): Command {
  return onlineCommand('status', 'Show how the gateway is, its Safes, and what is under way')
    .addHelpText('after', '\nExamples:\n  sluice status\n  sluice status --json | jq .health.status')
    .action(
      showing(desk, async ({ gateway, installation, principal }) => {
        const [health, safes, transfers] = await Promise.all([
          gateway.get('/v1/health/parts', Health),
          gateway.get('/v1/safes', SafePage),
          gateway.get('/v1/transfers/counts', TransferCounts),
        ]);
        const waiting =
          principal.kind === 'person' ? await gateway.get('/v1/inbox/counts', InboxCounts) : null;
        const json = { installation, health, safes: safes.data, transfers, waiting };
        return { text: statusText(json), json };
      }),
    );
}

interface Status {
  readonly installation: InstallationView;
  readonly health: HealthPartsView;
  readonly safes: z.output<typeof SafePage>['data'];
  readonly transfers: TransferCounts;
  readonly waiting: InboxCounts | null;
}

function statusText({ installation, health, safes, transfers, waiting }: Status): string {
  const { origin, version, chain } = installation;
  const states = Object.entries(transfers.states).filter(([, count]) => count > 0);
  return rowsText([
    { name: 'Gateway', value: `${origin}, Sluice ${version}` },
    { name: 'Chain', value: `${String(chain.id)}, ${chain.name}` },
    { name: 'Health', value: health.status },
    ...troubles(health),
    ...safes.map(({ label, address, frozen, enforcement }) => ({
      name: `Safe ${label}`,
      value: `${address}, ${enforcement}${frozen ? `, FROZEN: ${frozen.code}: ${frozen.reason}` : ''}`,
    })),
    { name: 'Under way', value: `${String(transfers.live)} transfers` },
    ...states.map(([state, count]) => ({ name: `  ${state}`, value: String(count) })),
    ...(waiting === null ? [] : [{ name: 'Waits for you', value: `${String(waiting.total)}: sluice inbox` }]),
  ]);
}

/** Every part that is not as it should be, in its own words. */
function troubles({ status: _, at: __, ...parts }: HealthPartsView): readonly Row[] {
  return Object.entries(parts)
    .filter(([, { status }]) => status !== 'ok')
    .map(([name, { status, words }]) => ({ name: `  ${name}`, value: `${status}: ${words}` }));
}
