import type { Command } from 'commander';
import { ProgramFailure } from '../../cli/program-failure.js';
import { ENDED, EVIDENCE } from '../../domain/transfers/transfer.js';
import { nearestName } from '../../domain/values/nearest-name.js';
import { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { changes } from '../gateway/hints.js';
import { readSeconds } from '../naming/written.js';
import { onlineCommand } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { EXIT } from '../terminal/exit-codes.js';
import { fitted } from '../terminal/fitted.js';
import { harmlessJson } from '../terminal/harmless.js';
import { misused, timedOut } from '../terminal/failures.js';
import { shown } from '../../domain/values/shown.js';
import { exitOfState, reasonsOf } from './transfer-text.js';
import { TRANSFER, transferCalled } from './which-transfer.js';

interface WatchOptions extends OnlineOptions {
  readonly until?: string;
  readonly timeout?: string;
}

const STATES = Object.keys(EVIDENCE);

export function watchCommand(desk: Desk): Command {
  return onlineCommand('watch', 'Follow a transfer until it ends')
    .argument('<transfer>', TRANSFER)
    .option('--until <states>', 'until it is in one of these states, separated by commas')
    .option('--timeout <duration>', 'for so long at most: 90s, 10m, 2h')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string, options: WatchOptions) => {
      const until = statesOf(options.until);
      const seconds = options.timeout === undefined ? undefined : readSeconds(options.timeout);
      const { gateway } = await openSession(options, desk);
      const id = await transferCalled(gateway, wanted);
      const isOver = ({ state }: TransferDetail) =>
        until.includes(state) || ENDED.some((each) => each === state);
      const last = await watched(gateway, id, { isOver, seconds, say: sayer(desk, options) });
      if (last === undefined) throw timedOut(`${id} has not come so far within ${options.timeout ?? ''}`);
      if (until.includes(last.state)) return;
      const exit = exitOfState(last);
      const reasons = reasonsOf(last).map((each) => `  ${each}`);
      if (until.length > 0)
        throw new ProgramFailure(
          exit === EXIT.fine ? EXIT.refused : exit,
          `${id} ended as ${last.state}`,
          reasons,
        );
      if (exit !== EXIT.fine) throw new ProgramFailure(exit, `${id} ended as ${last.state}`, reasons);
    });
}

const EXAMPLES = `
Examples:
  sluice transfer watch "Refill, TICKET-1"
  sluice transfer watch tr_… --until relayed --timeout 10m
  sluice transfer watch tr_… --json     one JSON object a line

It ends with 0 when the transfer is settled, or in a state of --until; with 9 when the time is over.`;

function statesOf(written: string | undefined): readonly string[] {
  const states = written?.split(',').map((each) => each.trim()) ?? [];
  const unknown = states.find((state) => !STATES.includes(state));
  if (unknown === undefined) return states;
  const near = nearestName(unknown, STATES);
  throw misused(
    `no transfer is ever ${unknown}: ${near === undefined ? `expected ${STATES.join(', ')}` : `is ${near} meant?`}`,
  );
}

/** One line for each change of state, or of what it waits for. */
function sayer(desk: Desk, { json }: WatchOptions): (transfer: TransferDetail) => void {
  let before = '';
  return ({ id, state, since, revision, waitsFor, ...rest }) => {
    const waits = waitsFor === null ? reasonsOf(rest).join('; ') : waitsFor.sentence;
    const now = JSON.stringify([state, waits]);
    if (now === before) return;
    before = now;
    desk.say(
      json === true
        ? harmlessJson({ id, state, since, revision, waitsFor })
        : fitted(shown(`${since}  ${state.padEnd(21)}  ${waits}`), desk.columns.out),
    );
  };
}

/** The transfer in its last state; undefined if the time was over before. */
export async function watched(
  gateway: Gateway,
  id: string,
  {
    isOver,
    seconds,
    say,
  }: {
    readonly isOver: (transfer: TransferDetail) => boolean;
    readonly seconds: number | undefined;
    readonly say: (transfer: TransferDetail) => void;
  },
): Promise<TransferDetail | undefined> {
  const ending = new AbortController();
  const timer =
    seconds === undefined
      ? undefined
      : setTimeout(() => {
          ending.abort();
        }, seconds * 1000);
  const isMeant = (hint: { readonly kind: string; readonly id: string | null }) =>
    hint.kind === 'everything' || hint.kind === 'freeze' || (hint.kind === 'transfer' && hint.id === id);
  try {
    // The first hint of a stream is `everything`.
    for await (const _ of changes(gateway, isMeant, ending.signal)) {
      const transfer = await gateway.watch(`/v1/transfers/${id}`, TransferDetail);
      say(transfer);
      if (isOver(transfer)) return transfer;
    }
    return undefined;
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}
