import { type Json, canonicalHash } from '../values/canonical-json.js';

/**
 * Memoizes what was computed before. Whoever verifies many bundles of one installation replays its register once, and
 * verifies no signature twice.
 */
export class Memory {
  readonly #named = new Map<string, Promise<unknown>>();
  readonly #objects = new WeakMap<object, Map<string, unknown>>();

  /** Memoizes by a name that commits to every input: the texts themselves, or their hashes. */
  of<T>(name: string, find: () => Promise<T>): Promise<T> {
    const known = this.#named.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const found = find();
    this.#named.set(name, found);
    return found;
  }

  /** Memoizes for an immutable object. The result may depend on the object and the name only. */
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
