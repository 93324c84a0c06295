import { BaseError, RpcRequestError, http } from 'viem';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors.js';

export interface RpcEndpoint {
  /** How errors and records name the provider. */
  readonly name: string;
  /** May hold an access key: it never leaves this class. */
  readonly url: string;
}

/** One JSON-RPC endpoint. It never retries, and what it answers is parsed before anyone sees it. */
export class RpcProvider {
  readonly name: string;
  readonly #send: (request: { method: string; params: readonly unknown[] }) => Promise<unknown>;

  /** @param timeoutMs milliseconds until a call that got no answer counts as failed */
  constructor(endpoint: RpcEndpoint, timeoutMs: number) {
    this.name = endpoint.name;
    this.#send = http(endpoint.url, { retryCount: 0, timeout: timeoutMs })({ retryCount: 0 }).request;
  }

  /**
   * Calls one method and parses its answer.
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

  async #answer(method: string, params: readonly unknown[]): Promise<unknown> {
    try {
      return await this.#send({ method, params });
    } catch (error) {
      // viem's errors quote the URL, which may hold a key; so neither the text nor the cause is passed on.
      throw new DomainError('RPC_UNAVAILABLE', `provider ${this.name} ${failureOf(error)} ${method}`);
    }
  }
}

function failureOf(error: unknown): string {
  const refused =
    error instanceof BaseError ? error.walk((each) => each instanceof RpcRequestError) : undefined;
  return refused instanceof RpcRequestError
    ? `answered with error ${String(refused.code)} to`
    : 'did not answer';
}
