import type { Bytes32 } from '../../domain/values/hex.js';

// The largest code is 24 kB, so this is at most 6 MB.
const MAX_CODES = 256;

/** Code by its hash. It was hashed once when it came in, and what has a hash never changes. The oldest makes room. */
export class CheckedCodes {
  readonly #codes = new Map<Bytes32, Uint8Array>();

  get(hash: Bytes32): Uint8Array | undefined {
    return this.#codes.get(hash);
  }

  /** @param code whose hash the caller has compared */
  put(hash: Bytes32, code: Uint8Array): void {
    const [oldest] = this.#codes.keys();
    if (this.#codes.size >= MAX_CODES && oldest !== undefined) this.#codes.delete(oldest);
    this.#codes.set(hash, code);
  }
}
