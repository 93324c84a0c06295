import type { PassingFailure } from '../gateway/passing.js';
import type { GatewayRefusal } from '../gateway/gateway.js';

const FIRST_MS = 1_000;
const MOST_MS = 60_000;
/** Nobody is waited for longer than this at a time, whatever they ask for. */
const RETRY_AFTER_MAX = 3_600;

export interface PatienceParts {
  /** One line to whoever reads along. */
  readonly tell: (line: string) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/**
 * How something that has failed is waited for: longer and longer, never sooner than it asked for, and not at the same
 * moment as all others that wait for it. It says so once, and once that it is over.
 */
export class Patience {
  #attempts = 0;

  constructor(private readonly parts: PatienceParts) {}

  async wait({ message, retryAfter = 0 }: Pick<PassingFailure | GatewayRefusal, 'message' | 'retryAfter'>) {
    const { tell, pause, random } = this.parts;
    if (this.#attempts === 0) tell(`${message}; trying again until it goes on`);
    const backoff = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(this.#attempts, 16));
    this.#attempts += 1;
    const [asked, jitter] = [Math.min(retryAfter, RETRY_AFTER_MAX) * 1000, (backoff / 2) * random()];
    await pause(Math.max(backoff / 2, asked) + jitter);
  }

  /** @param words said if there was anything to wait for */
  over(words: string): void {
    if (this.#attempts > 0) this.parts.tell(words);
    this.#attempts = 0;
  }
}
