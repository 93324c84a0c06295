import { BaseError, type Hex, RpcRequestError, http } from 'viem';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors.js';

export interface RpcEndpoint {
  /** How errors and records name the provider. */
  readonly name: string;
  /** May hold an access key: it never leaves this class. */
  readonly url: string;
}

/** The provider lacks a method altogether, which is no lie about the chain; another engine may take its place. */
export class MethodNotServed extends DomainError {
  constructor(
    provider: string,
    readonly method: string,
  ) {
    super('RPC_UNAVAILABLE', `provider ${provider} does not serve ${method}`);
  }
}

// JSON-RPC 2.0 "method not found" and EIP-1474 "method not supported".
const NOT_SERVED: readonly number[] = [-32601, -32004];

/** One JSON-RPC endpoint. It never retries, and what it answers is parsed before anyone sees it. */
export class RpcProvider {
  readonly name: string;
  readonly #send: (request: { method: string; params: readonly unknown[] }) => Promise<unknown>;

  /**
   * @param endpoint without a URL it answers nothing
   * @param timeoutMs milliseconds until a call that got no answer counts as failed
   */
  constructor({ name, url }: { name: string; url: string | undefined }, timeoutMs: number) {
    this.name = name;
    this.#send =
      url === undefined
        ? () => Promise.reject(new Error('this process is not told where it is'))
        : http(url, { retryCount: 0, timeout: timeoutMs })({ retryCount: 0 }).request;
  }

  /**
   * Calls one method and parses its answer.
   * @throws MethodNotServed if the provider has no such method
   * @throws DomainError RPC_UNAVAILABLE if there was no answer, an error, or one that is not of the expected form
   */
  async request<S extends z.ZodType>(
    method: string,
    params: readonly unknown[],
    schema: S,
  ): Promise<z.output<S>> {
    const answer = schema.safeParse(await this.#answer(method, params));
    if (answer.success) return answer.data;
    throw new DomainError('RPC_UNAVAILABLE', `provider ${this.name} gave a malformed answer to ${method}`);
  }

  /**
   * Hands over signed bytes. Whether they were taken is read from the chain; nothing is concluded from a hash.
   * @returns the node's own words if it refuses them
   * @throws DomainError RPC_UNAVAILABLE if there was no answer
   */
  async hand(rawTransaction: Hex): Promise<string | undefined> {
    const method = 'eth_sendRawTransaction';
    try {
      await this.#send({ method, params: [rawTransaction] });
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal || NOT_SERVED.includes(refusal.code)) throw this.#failure(method, error);
      return refusal.details;
    }
  }

  async #answer(method: string, params: readonly unknown[]): Promise<unknown> {
    try {
      return await this.#send({ method, params });
    } catch (error) {
      throw this.#failure(method, error);
    }
  }

  /** viem's errors quote the URL, which may hold a key; so neither the text nor the cause is passed on. */
  #failure(method: string, error: unknown): DomainError {
    const code = refusalOf(error)?.code;
    if (code !== undefined && NOT_SERVED.includes(code)) return new MethodNotServed(this.name, method);
    const failure = code === undefined ? 'did not answer' : `answered with error ${String(code)} to`;
    return new DomainError('RPC_UNAVAILABLE', `provider ${this.name} ${failure} ${method}`);
  }
}

/** The JSON-RPC error, or undefined if there was no answer at all. */
function refusalOf(error: unknown): RpcRequestError | undefined {
  const refused =
    error instanceof BaseError ? error.walk((each) => each instanceof RpcRequestError) : undefined;
  return refused instanceof RpcRequestError ? refused : undefined;
}
