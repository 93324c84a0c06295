import type { Command } from 'commander';
import { BEFORE_RELAY } from '../../domain/transfers/transfer.js';
import { shown } from '../../domain/values/shown.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { readSeconds } from '../naming/written.js';
import type { Desk } from '../terminal/desk.js';
import { timedOut } from '../terminal/failures.js';
import { watched } from './watch-command.js';

export interface WaitOptions {
  readonly wait?: string;
}

export function withWaitOption(command: Command, forWhat: string): Command {
  return command.option('--wait <duration>', `wait so long at most until ${forWhat}: 90s, 10m, 2h`);
}

/** The states that come before somebody can do this, and the stages of a cancel. */
const BEFORE = {
  confirm: { states: ['requested', 'needs-exception', 'queued', 'simulating'], stages: ['asked'] },
  sign: { states: BEFORE_RELAY, stages: ['asked', 'cleared'] },
} as const;

/** Waits for what Sluice and others do before; what it comes to instead, the command itself finds. */
export async function waitedFor(
  id: string,
  act: keyof typeof BEFORE,
  { gateway, desk, options: { wait } }: { gateway: Gateway; desk: Desk; options: WaitOptions },
): Promise<void> {
  if (wait === undefined) return;
  const { states, stages } = BEFORE[act];
  const isBefore = ({ state, evidence }: TransferDetail): boolean =>
    evidence.state === 'cancelling'
      ? stages.some((each) => each === evidence.cancel.stage)
      : states.some((each) => each === state);
  let told = '';
  const last = await watched(gateway, id, {
    isOver: (transfer) => !isBefore(transfer),
    seconds: readSeconds(wait),
    say: (transfer) => {
      const words = `Waiting: ${transfer.state}. ${transfer.waitsFor?.sentence ?? ''}`;
      if (isBefore(transfer) && words !== told) desk.tell(shown(words));
      told = words;
    },
  });
  if (last === undefined) throw timedOut(`${id} has not come so far within ${wait}`);
}
