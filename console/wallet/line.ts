import { LINE, type WalletConnect, type WalletMessage, type WalletRequest } from '../signing/sandbox-line.js';
import type { WalletSettings } from './settings.js';

/** Long enough for the answer to be on its way. */
const CLOSE_MS = 120;

/** What was said on the line. */
export interface Heard {
  readonly person: string | null;
  readonly requests: readonly WalletRequest[];
}

/** The line to the console that opened this window: to its one origin, and to no other page. */
export class Line {
  readonly #listeners = new Set<() => void>();
  #port: MessagePort | null = null;
  #heard: Heard | null = null;

  constructor({ console: origin }: WalletSettings) {
    const opener = window.opener as Window | null;
    if (!opener) return;
    addEventListener('message', (event: MessageEvent<unknown>) => {
      const [port] = event.ports;
      if (event.origin !== origin || event.source !== opener || !isConnect(event.data) || !port) return;
      if (this.#port) return;
      this.#port = port;
      this.#hear({ person: event.data.person, requests: [] });
      port.onmessage = ({ data }: MessageEvent<WalletRequest>) => {
        if (this.#heard) this.#hear({ ...this.#heard, requests: [...this.#heard.requests, data] });
      };
    });
    opener.postMessage(LINE.ready, origin);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Null as long as nobody has connected. */
  readonly heard = (): Heard | null => this.#heard;

  answer({ id }: WalletRequest, result: unknown): void {
    this.#say({ kind: 'answer', id, result });
    this.#done(id);
  }

  refuse({ id }: WalletRequest, code: number, message: string): void {
    this.#say({ kind: 'answer', id, error: { code, message } });
    this.#done(id);
  }

  /** Who has signed: the console's window remembers it. */
  tell(name: string | null): void {
    this.#say({ kind: 'person', name });
    if (this.#heard) this.#hear({ ...this.#heard, person: name });
  }

  /** A device goes dark when all is signed or rejected. */
  closeWhenDone(): void {
    setTimeout(() => {
      if (this.#heard?.requests.length === 0) close();
    }, CLOSE_MS);
  }

  #say(message: WalletMessage): void {
    this.#port?.postMessage(message);
  }

  #done(id: number): void {
    if (!this.#heard) return;
    this.#hear({ ...this.#heard, requests: this.#heard.requests.filter((request) => request.id !== id) });
  }

  #hear(heard: Heard): void {
    this.#heard = heard;
    for (const listener of this.#listeners) listener();
  }
}

function isConnect(data: unknown): data is WalletConnect {
  return typeof data === 'object' && data !== null && (data as Partial<WalletConnect>).kind === LINE.connect;
}
