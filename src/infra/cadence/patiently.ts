import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  readonly forMs: number;
  readonly everyMs: number;
}

/** Polls until the answer is good enough or time is up. @returns the last answer, good enough or not */
export async function patiently<T>(
  ask: () => Promise<T>,
  isEnough: (answer: T) => boolean,
  { forMs, everyMs }: Patience,
): Promise<T> {
  const until = performance.now() + forMs;
  for (;;) {
    const isLast = performance.now() >= until;
    const answer = await ask();
    if (isLast || isEnough(answer)) return answer;
    await sleep(everyMs);
  }
}
