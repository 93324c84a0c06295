import { LINE, type WalletAnswer, type WalletMessage } from './sandbox-line.js';
import type { Provider } from './provider.js';

const INFO = {
  uuid: '5c1cea11-e700-4d00-8000-51a1ce000001',
  name: 'Sandbox wallet',
  icon: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E',
  rdns: 'localhost.sluice.wallet',
};
const METHODS = [
  ...['eth_requestAccounts', 'eth_accounts', 'eth_chainId'],
  ...['personal_sign', 'eth_signTypedData_v4'],
];
const CLOSED_MS = 250;

/** As EIP-1193 has it. */
class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ProviderError) => void;
}

let wallet: SandboxWallet | undefined;

/**
 * Announces the wallet of the sandbox, whose keys are in its own window of another site. Anybody can sign by these keys,
 * so it is for a demonstration on this machine and for nothing else.
 */
export function announceSandboxWallet(origin: string): void {
  const { protocol, hostname, origin: same } = new URL(origin);
  const isHere = protocol === 'http:' && hostname === '127.0.0.1' && same === origin;
  if (!isHere || location.hostname !== 'localhost' || wallet) return;
  wallet = new SandboxWallet(origin);
  const detail = Object.freeze({ info: INFO, provider: wallet });
  const announce = (): void => {
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  };
  addEventListener('eip6963:requestProvider', announce);
  announce();
}

export function isSandboxWallet({ rdns }: { readonly rdns: string }): boolean {
  return rdns === INFO.rdns;
}

/** Whose wallet it is, as far as this window knows; null for the wallet to ask. It takes a click there all the same. */
export function hintPerson(name: string | null): void {
  wallet?.hintPerson(name);
}

/**
 * Has the wallet opened anew, for somebody or for whom it asks, the next time that it is asked anything. What it was
 * asked before ends first.
 */
export function openAs(name: string | null): Promise<void> {
  wallet?.openAs(name);
  return new Promise((resolve) => setTimeout(resolve));
}

class SandboxWallet implements Provider {
  readonly #waiting = new Map<number, Waiting>();
  #window: Window | null = null;
  #port: Promise<MessagePort> | null = null;
  /** Who is signed in here, or signed last: whoever opens the wallet again from this window is still the same. */
  #person: string | null = null;
  /** Who is to sign in next, if that is another. */
  #opensAs: { readonly name: string | null } | null = null;
  #asked = 0;

  constructor(private readonly origin: string) {}

  hintPerson(name: string | null): void {
    this.#person = name;
  }

  openAs(name: string | null): void {
    this.#opensAs = { name };
    // It is another's.
    this.#window?.close();
    this.#hangUp();
  }

  async request({ method, params = [] }: Parameters<Provider['request']>[0]): Promise<unknown> {
    if (!METHODS.includes(method)) throw new ProviderError(4200, `${method} is nothing that it does`);
    // At once, as part of the gesture: later the browser would open no window.
    const port = await this.#connected();
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      port.postMessage({ kind: 'request', id, method, params });
    });
  }

  #connected(): Promise<MessagePort> {
    if (this.#window && !this.#window.closed && this.#port) {
      this.#window.focus();
      return this.#port;
    }
    const opened = open(`${this.origin}/`, 'sluice-sandbox-wallet', 'popup,width=460,height=780');
    if (!opened) throw new ProviderError(4900, 'the browser opened no window: allow this page to open one');
    this.#window = opened;
    const { name } = this.#opensAs ?? { name: this.#person };
    this.#opensAs = null;
    this.#port = this.#handOver(opened, name);
    this.#watch(opened);
    return this.#port;
  }

  /** The wallet says that it is ready; only then, and only to it, goes one end of the line. */
  #handOver(opened: Window, person: string | null): Promise<MessagePort> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(0, { resolve: () => undefined, reject });
      const heard = ({ origin, source, data }: MessageEvent<unknown>): void => {
        if (origin !== this.origin || source !== opened || data !== LINE.ready) return;
        removeEventListener('message', heard);
        this.#waiting.delete(0);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data: message }: MessageEvent<WalletMessage>) => {
          this.#take(message);
        };
        opened.postMessage({ kind: LINE.connect, person }, this.origin, [port2]);
        resolve(port1);
      };
      addEventListener('message', heard);
    });
  }

  #watch(opened: Window): void {
    const timer = setInterval(() => {
      if (!opened.closed) return;
      clearInterval(timer);
      // What it said last may still be on its way.
      setTimeout(() => {
        if (this.#window === opened) this.#hangUp();
      }, CLOSED_MS);
    }, CLOSED_MS);
  }

  #hangUp(): void {
    this.#window = null;
    this.#port = null;
    for (const { reject } of this.#waiting.values())
      reject(new ProviderError(4001, 'the window of the wallet was closed'));
    this.#waiting.clear();
  }

  #take(message: WalletMessage): void {
    if (message.kind === 'person') this.#person = message.name;
    else this.#answer(message);
  }

  #answer({ id, result, error }: WalletAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new ProviderError(error.code, error.message));
    else waiting?.resolve(result);
  }
}
