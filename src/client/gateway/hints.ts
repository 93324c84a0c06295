import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { Hint } from '../../events/events.contract.js';
import type { Gateway } from './gateway.js';

/** While no stream is open. */
const POLL_MS = 2_000;
/** With one: a hint may be lost, and what has none is asked by the clock. */
const SILENCE_MS = 20_000;
const EVENT_MAX = 65_536;

/**
 * Says again and again that something may have changed: by the gateway's hints, and by the clock where there is no
 * stream. It ends when the signal says so.
 */
export async function* changes(
  gateway: Gateway,
  isMeant: (hint: z.output<typeof Hint>) => boolean,
  signal: AbortSignal,
): AsyncGenerator<void, void> {
  const hasEnded = () => signal.aborted;
  while (!hasEnded()) {
    try {
      for await (const hint of hints(gateway, signal)) if (hint === null || isMeant(hint)) yield;
    } catch {
      // No stream: what the reader asks next says why, if it matters.
    }
    if (hasEnded()) return;
    yield;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** The hints of one stream; null after a long silence. */
async function* hints(
  gateway: Gateway,
  signal: AbortSignal,
): AsyncGenerator<z.output<typeof Hint> | null, void> {
  const { body } = await gateway.stream('/v1/events', signal);
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let [rest, reading] = ['', reader.read()];
  for (;;) {
    const told = await Promise.race([reading, sleep(SILENCE_MS, 'silent' as const, { signal, ref: false })]);
    if (told === 'silent') {
      yield null;
      continue;
    }
    if (told.done) return;
    const events = `${rest}${told.value}`.replaceAll('\r\n', '\n').split('\n\n');
    rest = events.pop() ?? '';
    // A hint is short: this is no stream of them.
    if (rest.length > EVENT_MAX) return reader.cancel();
    for (const event of events) yield* hintIn(event);
    reading = reader.read();
  }
}

/** Comments and named events are no hints. */
function* hintIn(event: string): Generator<z.output<typeof Hint>> {
  const lines = event.split('\n');
  if (lines.some((line) => line.startsWith('event:'))) return;
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim());
  if (data.length === 0) return;
  const hint = Hint.safeParse(JSON.parse(data.join('\n')));
  if (hint.success) yield hint.data;
}
