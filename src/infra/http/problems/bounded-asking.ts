import { FailureWindow } from './failure-window.js';
import { RateLimited } from './rate-limited.js';

export interface AskingBounds {
  /** What is asked for, as in "you have asked for too many …". */
  readonly what: string;
  /** How often one caller may ask within the window. */
  readonly max: number;
  readonly windowMs: number;
  /** How many of one caller, and of all, are answered at a time. The rest waits. */
  readonly each: number;
  readonly all: number;
  /** How long one waits for its turn. */
  readonly patienceMs: number;
}

interface Waiting {
  readonly caller: string;
  readonly begin: () => void;
}

/** How soon to come back when all turns were taken for too long. */
const BUSY_SECONDS = 5;

/**
 * Bounds answers that cost much: how often one caller gets one, and how many are made at a time by this process. In
 * turn, except that nobody waits behind a caller who has enough of them already.
 */
export class BoundedAsking {
  readonly #asked: FailureWindow;
  readonly #running = new Map<string, number>();
  #waiting: readonly Waiting[] = [];
  #all = 0;

  constructor(private readonly bounds: AskingBounds) {
    this.#asked = new FailureWindow(bounds);
  }

  /**
   * @param caller the person or API key
   * @throws RateLimited
   */
  async of<T>(caller: string, act: () => Promise<T>): Promise<T> {
    const waitSeconds = this.#asked.waitSeconds(caller);
    const { what } = this.bounds;
    if (waitSeconds > 0) throw new RateLimited(waitSeconds, `you have asked for too many ${what}`);
    this.#asked.fail(caller);
    await this.turn(caller);
    try {
      return await act();
    } finally {
      this.done(caller);
    }
  }

  private async turn(caller: string): Promise<void> {
    if (this.isFree(caller)) {
      this.begin(caller);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        reject(new RateLimited(BUSY_SECONDS, `too many ${this.bounds.what} are asked for at once`));
      }, this.bounds.patienceMs);
      late.unref();
      const waiting = {
        caller,
        begin: () => {
          clearTimeout(late);
          resolve();
        },
      };
      this.#waiting = [...this.#waiting, waiting];
    });
  }

  private done(caller: string): void {
    const left = (this.#running.get(caller) ?? 1) - 1;
    if (left > 0) this.#running.set(caller, left);
    else this.#running.delete(caller);
    this.#all -= 1;
    const next = this.#waiting.find((each) => this.isFree(each.caller));
    if (!next) return;
    this.#waiting = this.#waiting.filter((each) => each !== next);
    this.begin(next.caller);
    next.begin();
  }

  private isFree(caller: string): boolean {
    return this.#all < this.bounds.all && (this.#running.get(caller) ?? 0) < this.bounds.each;
  }

  private begin(caller: string): void {
    this.#all += 1;
    this.#running.set(caller, (this.#running.get(caller) ?? 0) + 1);
  }
}
