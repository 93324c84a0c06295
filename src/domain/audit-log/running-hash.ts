import { sha256 } from '@noble/hashes/sha2.js';

/** Incremental SHA-256. A service or command passes its platform's own, which is several times faster. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  /** Called once, after the last piece. */
  digest(): Uint8Array;
}

/** The domain's own, in plain JavaScript. */
export function plainRunningHash(): RunningHash {
  return sha256.create();
}
