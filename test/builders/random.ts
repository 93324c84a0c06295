/** Numbers that one seed decides: mulberry32, good enough to choose cases and a hundred times faster than an arbitrary. */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed | 0;
  }

  /** Below `end`, which is at most 2^31. */
  int(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 1) % end;
  }

  /** One time in `times`. */
  once(times: number): boolean {
    return this.int(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.int(list.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  /** Between `least` and `most` picked ones, repeated or not. */
  some<T>(make: () => T, least: number, most: number): T[] {
    return Array.from({ length: least + this.int(most - least + 1) }, make);
  }

  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list];
    return list.flatMap(() => rest.splice(this.int(rest.length), 1));
  }
}
