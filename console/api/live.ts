import type { Hint } from './hints.js';
import { outdate } from './outdate.js';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

const LEADER = 'sluice-events';
const CHANNEL = 'sluice-events';
const AGAIN_MS = 3_000;

type Told = { readonly hint: Hint } | { readonly connection: Connection };

/**
 * Hears what has changed. Of all tabs one holds the stream, by a lock that goes to the next when it closes: over HTTP/1.1
 * a browser has six connections for all of them.
 */
export class Live {
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #listeners = new Set<() => void>();
  readonly #end = new AbortController();
  #connection: Connection = 'connecting';

  start(): void {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      this.#take(data);
    });
    addEventListener('offline', () => {
      this.#take({ connection: 'offline' });
    });
    addEventListener('online', () => {
      this.#take({ connection: 'reconnecting' });
    });
    const lead = (): Promise<void> => this.#lead();
    navigator.locks.request(LEADER, { signal: this.#end.signal }, lead).catch(() => undefined);
  }

  stop(): void {
    this.#end.abort();
    this.#channel.close();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly connection = (): Connection => this.#connection;

  /** Ends when this tab does. */
  async #lead(): Promise<void> {
    for (;;) {
      await this.#stream();
      // Whoever signs in next leads at once.
      if (this.#end.signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  #stream(): Promise<void> {
    const stream = new EventSource('/v1/events');
    return new Promise((resolve) => {
      const end = (): void => {
        stream.close();
        this.#tell({ connection: navigator.onLine ? 'reconnecting' : 'offline' });
        resolve();
      };
      this.#end.signal.addEventListener('abort', end, { once: true });
      stream.addEventListener('open', () => {
        this.#tell({ connection: 'live' });
      });
      stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
        this.#tell({ hint: JSON.parse(data) as Hint });
      });
      stream.addEventListener('end', end);
      stream.addEventListener('error', end);
    });
  }

  #tell(told: Told): void {
    this.#channel.postMessage(told);
    this.#take(told);
  }

  #take(told: Told): void {
    if ('hint' in told) {
      void outdate(told.hint);
      return;
    }
    this.#connection = told.connection;
    for (const listener of this.#listeners) listener();
  }
}
