import { setTimeout as sleep } from 'node:timers/promises';
import { isToPass } from '../gateway/gateway.js';
import { changes } from '../gateway/hints.js';
import type { Desk } from '../terminal/desk.js';
import type { Following } from './following.js';
import type { LogSource } from './log-source.js';
import { Patience } from './patience.js';

/** Hints come in flocks: what they are about is read once. */
const FLOCK_MS = 250;

export interface FollowedBy {
  readonly following: Following;
  readonly source: LogSource;
  /** One line to whoever reads along. */
  readonly tell: (line: string) => void;
  /** Ends with the signal that it is given. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Until the process is told to end. What is sent by then is noted. */
export async function followedHere(following: Following, source: LogSource, desk: Pick<Desk, 'tell'>) {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const pause = (milliseconds: number, signal: AbortSignal) =>
      sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    const tell = (line: string): void => {
      desk.tell(line);
    };
    await followed({ following, source, tell, pause, random: Math.random }, ending.signal);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

/**
 * Follows the log by the gateway's hints, and by the clock. What passes is waited for: a gateway or a syslog server that
 * is away, and a session that has ended if it can be opened again.
 */
export async function followed(by: FollowedBy, signal: AbortSignal): Promise<void> {
  const { following, source, tell, pause, random } = by;
  const patience = new Patience({ tell, random, pause: (milliseconds) => pause(milliseconds, signal) });
  const taken = (): void => {
    patience.over(`Going on, at entry ${following.size.toString()}.`);
  };
  let hasBegun = false;
  source.endBy(signal);
  while (!signal.aborted) {
    try {
      await following.drain(signal, taken);
      if (!hasBegun) tell(`Following from entry ${following.size.toString()} on.`);
      hasBegun = true;
      await rounds(by, signal, taken);
    } catch (error) {
      if (isAborted(signal)) return;
      if (source.hasEnded(error)) await patience.wait({ message: 'the session has ended' });
      else if (isToPass(error)) await patience.wait(error);
      else throw error;
    }
  }
}

/** Takes what there is, whenever something may have come, up to the first failure. */
async function rounds(
  { following, source, pause }: FollowedBy,
  signal: AbortSignal,
  taken: () => void,
): Promise<void> {
  // The stream of hints ends with the rounds, however they do.
  const round = new AbortController();
  const ends = AbortSignal.any([signal, round.signal]);
  try {
    for await (const _ of changes(await source.gateway(), () => true, ends)) {
      await following.drain(signal, taken);
      await pause(FLOCK_MS, signal);
    }
  } finally {
    round.abort();
  }
}

/** The compiler takes what was false a moment ago for false for ever. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
