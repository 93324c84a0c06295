import { type UnixSeconds, unixSeconds } from '../../../domain/values/time.js';

export type ProviderState = 'answering' | 'silent' | 'dissenting';

export interface SeenProvider {
  readonly state: ProviderState;
  readonly since: UnixSeconds;
  /** When it answered last, whatever it answered; null if this process has had no answer of it. */
  readonly lastAnswerAt: UnixSeconds | null;
}

/** A provider that lies about one thing answers most questions as the others do: what it did is shown for a while. */
const DISSENT_SECONDS = 600;

/** What this process has seen of the providers, for people to see who stops it. Nothing is decided by it. */
export class ProviderStates {
  readonly #seen = new Map<string, SeenProvider & { readonly dissentedAt: UnixSeconds | null }>();

  constructor(private readonly clock: () => number = Date.now) {}

  /** Undefined if it has not been asked yet. */
  of(name: string): SeenProvider | undefined {
    return this.#seen.get(name);
  }

  saw(name: string, state: ProviderState): void {
    const now = unixSeconds(Math.floor(this.clock() / 1000));
    const before = this.#seen.get(name);
    const dissentedAt = state === 'dissenting' ? now : (before?.dissentedAt ?? null);
    const isMarked = dissentedAt !== null && now - dissentedAt < DISSENT_SECONDS;
    const shown = state === 'answering' && isMarked ? 'dissenting' : state;
    this.#seen.set(name, {
      state: shown,
      since: before?.state === shown ? before.since : now,
      lastAnswerAt: state === 'silent' ? (before?.lastAnswerAt ?? null) : now,
      dissentedAt,
    });
  }
}
