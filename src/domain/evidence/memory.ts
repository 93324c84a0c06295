/**
 * What was found out before, by a name that commits to everything it was found out from (a hash of it). Whoever verifies
 * many bundles of one installation replays its register once.
 */
export class Memory {
  readonly #known = new Map<string, Promise<unknown>>();

  of<T>(name: string, find: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const found = find();
    this.#known.set(name, found);
    return found;
  }
}
