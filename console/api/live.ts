import { type Hint, readHint } from './hints.js';
import { outdate } from './outdate.js';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

const LEADER = 'sluice-events';
const CHANNEL = 'sluice-events';
const AGAIN_MS = 3_000;
/** The gateway gives a sign of life every fifteen seconds. A connection that is dead may say nothing of it. */
const SILENCE_MS = 40_000;

type Told =
  | { readonly hint: Hint }
  | { readonly connection: Connection }
  /** The stream goes on. */
  | { readonly beat: true }
  /** A tab that has just been opened does not know how the stream stands. */
  | { readonly asked: true };

/**
 * Hears what has changed. Of all tabs one holds the stream, by a lock that goes to the next when it closes: over HTTP/1.1
 * a browser has six connections for all of them.
 */
export class Live {
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #listeners = new Set<() => void>();
  readonly #end = new AbortController();
  #connection: Connection = 'connecting';
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** Ends the stream of this tab, if it holds one. */
  #cut: (() => void) | null = null;

  start(): void {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if ('asked' in data) this.#answer();
      else this.#take(data);
    });
    const { signal } = this.#end;
    addEventListener('offline', () => this.#cutOff('offline'), { signal });
    addEventListener('online', () => this.#take({ connection: 'reconnecting' }), { signal });
    const lead = (): Promise<void> => this.#lead();
    navigator.locks.request(LEADER, { signal }, lead).catch(() => undefined);
    this.#channel.postMessage({ asked: true } satisfies Told);
  }

  stop(): void {
    clearTimeout(this.#silence);
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
    // The lock is given up at once when somebody signs out: whoever signs in next leads at once.
    while (!this.#end.signal.aborted) {
      await this.#stream();
      await this.#pause();
    }
  }

  /** Shorter if the network comes back. */
  async #pause(): Promise<void> {
    if (this.#end.signal.aborted) return;
    const over = new AbortController();
    await new Promise<void>((resolve) => {
      const go = (): void => {
        resolve();
      };
      const timer = setTimeout(go, AGAIN_MS);
      for (const [what, kind] of [
        [globalThis, 'online'],
        [this.#end.signal, 'abort'],
      ] as const)
        what.addEventListener(kind, go, { signal: over.signal });
      over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
    over.abort();
  }

  #stream(): Promise<void> {
    const stream = new EventSource('/v1/events');
    return new Promise((resolve) => {
      const end = (): void => {
        this.#cut = null;
        this.#end.signal.removeEventListener('abort', end);
        stream.close();
        this.#tell({ connection: navigator.onLine ? 'reconnecting' : 'offline' });
        resolve();
      };
      this.#cut = end;
      this.#end.signal.addEventListener('abort', end, { once: true });
      stream.addEventListener('open', () => {
        this.#tell({ connection: 'live' });
      });
      stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
        this.#tell({ hint: readHint(data) });
      });
      stream.addEventListener('beat', () => {
        this.#tell({ beat: true });
      });
      stream.addEventListener('end', end);
      stream.addEventListener('error', end);
    });
  }

  #tell(told: Exclude<Told, { readonly asked: true }>): void {
    this.#channel.postMessage(told);
    this.#take(told);
  }

  #answer(): void {
    if (this.#cut) this.#channel.postMessage({ connection: this.#connection } satisfies Told);
  }

  #take(told: Exclude<Told, { readonly asked: true }>): void {
    this.#heard();
    if ('hint' in told) void outdate(told.hint);
    if (!('connection' in told) || told.connection === this.#connection) return;
    this.#connection = told.connection;
    for (const listener of this.#listeners) listener();
  }

  /** What says nothing for too long is not live, whatever it said last. */
  #heard(): void {
    clearTimeout(this.#silence);
    if (this.#end.signal.aborted) return;
    this.#silence = setTimeout(() => {
      this.#cutOff('reconnecting');
    }, SILENCE_MS);
  }

  #cutOff(connection: Connection): void {
    if (this.#cut) this.#cut();
    else this.#take({ connection });
  }
}
