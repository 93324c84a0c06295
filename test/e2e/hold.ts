import type { RpcProxy } from '../../sandbox/rpc-proxy.js';
import { until } from './until.js';

/** Keeps back every answer to one RPC method at some proxies: whoever asked stands still in the middle of its work. */
export class Hold {
  readonly #proxies: readonly RpcProxy[];
  readonly #holding: boolean[];
  #release: () => void = () => undefined;

  constructor(proxies: readonly RpcProxy[], method: string) {
    this.#proxies = proxies;
    this.#holding = proxies.map(() => false);
    const released = new Promise<void>((resolve) => (this.#release = resolve));
    proxies.forEach((proxy, index) => {
      proxy.tamper = async (request, response) => {
        if (request.method !== method) return response;
        this.#holding[index] = true;
        await released;
        return response;
      };
    });
  }

  /** Which proxy keeps an answer back: the first, once there is one. */
  async held(): Promise<number> {
    await until('an answer that is kept back', () => Promise.resolve(this.#holding.includes(true)));
    return this.#holding.indexOf(true);
  }

  release(): void {
    for (const proxy of this.#proxies) proxy.tamper = undefined;
    this.#release();
  }
}
