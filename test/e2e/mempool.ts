import type { Hex } from 'viem';
import type { RpcProxy } from '../../sandbox/rpc-proxy.js';
import type { FreshChain } from '../world.js';

/** Lets what is sent wait in the mempool, until it is dropped there as nodes do with what is too cheap. */
export class Mempool {
  constructor(private readonly client: FreshChain['client']) {}

  hold(): Promise<void> {
    return this.client.setAutomine(false);
  }

  /** Forgets what has been sent, and makes blocks again. */
  async dropAll(): Promise<void> {
    const { pending, queued } = await this.client.getTxpoolContent();
    const all = [pending, queued]
      .flatMap((each) => Object.values(each))
      .flatMap((each) => Object.values(each));
    for (const { hash } of all as { hash: Hex }[]) await this.client.dropTransaction({ hash });
    await this.client.setAutomine(true);
  }
}

/** Lets the relayer sign nothing, because this provider does not say what it would cost; everything else goes on. */
export function withoutEstimates(proxy: RpcProxy): void {
  proxy.tamper = (request, { result, ...response }) =>
    request.method === 'eth_estimateGas'
      ? { ...response, error: { code: -32000, message: 'not now' } }
      : { ...response, result };
}
