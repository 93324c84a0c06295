import { type Json, canonicalHash } from '../values/canonical-json.js';

/**
 * What was found out before. Whoever verifies many bundles of one installation replays its register once, and verifies no
 * signature twice.
 */
export class Memory {
  readonly #named = new Map<string, Promise<unknown>>();
  readonly #objects = new WeakMap<object, Map<string, unknown>>();

  /** By a name that commits to everything it is found out from: the texts themselves, or hashes of them. */
  of<T>(name: string, find: () => Promise<T>): Promise<T> {
    const known = this.#named.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const found = find();
    this.#named.set(name, found);
    return found;
  }

  /** Of this very object, which nobody changes, and of nothing else but the name. */
  about<T>(object: object, name: string, find: () => T): T {
    const known = this.#objects.get(object) ?? new Map<string, unknown>();
    this.#objects.set(object, known);
    if (known.has(name)) return known.get(name) as T;
    const found = find();
    known.set(name, found);
    return found;
  }

  hash(value: Json): string {
    if (typeof value !== 'object' || value === null) return canonicalHash(value);
    return this.about(value, 'hash', () => canonicalHash(value));
  }
}
