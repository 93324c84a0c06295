import type { Bytes32 } from '../../domain/values/hex.js';

// The largest code is 24 kB, so this is at most 6 MB.
const MAX_CODES = 256;

/** Cache of code by hash. Code is hashed once, when it is fetched. The oldest entry is evicted. */
export class CheckedCodes {
  readonly #codes = new Map<Bytes32, Uint8Array>();

  get(hash: Bytes32): Uint8Array | undefined {
    return this.#codes.get(hash);
  }

  /** @param code code whose hash the caller has verified */
  put(hash: Bytes32, code: Uint8Array): void {
    const [oldest] = this.#codes.keys();
    if (this.#codes.size >= MAX_CODES && oldest !== undefined) this.#codes.delete(oldest);
    this.#codes.set(hash, code);
  }
}
