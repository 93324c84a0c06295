import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BoundedAsking } from './bounded-asking.js';
import { RateLimited } from './rate-limited.js';

const BOUNDS = { what: 'looks', max: 100, windowMs: 60_000, each: 2, all: 3, patienceMs: 10_000 };

/** Answers that end when they are told to, in the order in which they began. */
class Answers {
  readonly begun: string[] = [];
  readonly #ends: (() => void)[] = [];

  of(name: string): () => Promise<string> {
    return () => {
      this.begun.push(name);
      return new Promise((resolve) => {
        this.#ends.push(() => {
          resolve(name);
        });
      });
    };
  }

  end(): void {
    this.#ends.shift()?.();
  }
}

describe(BoundedAsking.name, () => {
  it('makes two at a time for one caller, three in all, and lets nobody wait behind one who has enough', async () => {
    const asking = new BoundedAsking(BOUNDS);
    const answers = new Answers();
    const of = (caller: string, name: string): Promise<string> => asking.of(caller, answers.of(name));
    const all = [of('a', 'a1'), of('a', 'a2'), of('a', 'a3'), of('b', 'b1'), of('c', 'c1')];
    await setImmediate();
    expect(answers.begun).toEqual(['a1', 'a2', 'b1']);
    answers.end();
    expect(await all[0]).toBe('a1');
    await setImmediate();
    expect(answers.begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    answers.end();
    expect(await all[1]).toBe('a2');
    await setImmediate();
    expect(answers.begun).toEqual(['a1', 'a2', 'b1', 'a3', 'c1']);
    for (let left = 0; left < 3; left += 1) answers.end();
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
  });

  it('gives the turn on when an answer fails', async () => {
    const asking = new BoundedAsking({ ...BOUNDS, all: 1 });
    const failing = asking.of('a', () => Promise.reject(new Error('no')));
    const next = asking.of('b', () => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });

  it('tells whoever waited too long when to come back, and does not begin it after that', async () => {
    const asking = new BoundedAsking({ ...BOUNDS, each: 1, patienceMs: 1 });
    const answers = new Answers();
    const first = asking.of('a', answers.of('first'));
    const late = asking.of('a', answers.of('late')).catch((error: unknown) => error);
    expect(await late).toBeInstanceOf(RateLimited);
    answers.end();
    await first;
    expect(answers.begun).toEqual(['first']);
    expect(await asking.of('a', () => Promise.resolve('again'))).toBe('again');
  });

  it('answers one caller so often within the window, and others all the same', async () => {
    const asking = new BoundedAsking({ ...BOUNDS, max: 2 });
    const of = (caller: string): Promise<string> => asking.of(caller, () => Promise.resolve('an answer'));
    await of('a');
    await of('a');
    const refused: unknown = await of('a').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 });
    expect(await of('b')).toBe('an answer');
  });
});
