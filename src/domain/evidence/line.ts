import type { Part } from './bundle.js';

/** The checks of a bundle, one guarantee each. */
export type Check =
  | 'form'
  | 'register'
  | 'intent'
  | 'decision'
  | 'exception'
  | 'transaction'
  | 'effects'
  | 'state'
  | 'confirmations'
  | 'owners'
  | 'execution'
  | 'cancellation'
  | 'log'
  | 'records'
  | 'request';

/** One answer. `not-proven` is not a yes: it may be true, but this bundle does not show it. */
export interface Line {
  readonly check: Check;
  readonly ok: boolean | 'not-proven';
  readonly words: string;
  /** The part of the bundle concerned. */
  readonly part: Part;
  /** A text to compare with what another device shows, as a QR code. */
  readonly code?: string;
}

/** Collects the answers of one check. */
export class Lines {
  readonly list: Line[] = [];

  constructor(private readonly check: Check) {}

  proven(part: Part, words: string): undefined {
    this.list.push({ check: this.check, ok: true, words, part });
    return undefined;
  }

  /** What is proven, with a text that another device shows too. */
  coded(part: Part, words: string, code: string): void {
    this.list.push({ check: this.check, ok: true, words, part, code });
  }

  broken(part: Part, words: string): undefined {
    this.list.push({ check: this.check, ok: false, words, part });
    return undefined;
  }

  unproven(part: Part, words: string): undefined {
    this.list.push({ check: this.check, ok: 'not-proven', words, part });
    return undefined;
  }

  /** @param otherwise what is wrong if it does not hold */
  say(part: Part, holds: boolean, { words, otherwise }: { words: string; otherwise: string }): void {
    if (holds) this.proven(part, words);
    else this.broken(part, otherwise);
  }

  /** Adds a line only if it does not hold. @returns whether it does */
  require(part: Part, holds: boolean, otherwise: string): boolean {
    if (!holds) this.broken(part, otherwise);
    return holds;
  }

  get isSound(): boolean {
    return this.list.every((line) => line.ok !== false);
  }
}
