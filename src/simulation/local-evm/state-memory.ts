import type { SimulatedExecution } from '../../domain/simulation/simulator.js';
import type { Address } from '../../domain/values/address.js';
import type { Wanted } from './state-source.js';

const MAX_KINDS = 500;

/**
 * The accounts and slots that the last execution of the same kind touched, so that the next one prefetches them. It
 * only guesses what to ask for: everything is proven anew at each block.
 */
export class StateMemory {
  readonly #touched = new Map<string, readonly Wanted[]>();

  wanted(execution: SimulatedExecution, known: readonly Wanted[]): readonly Wanted[] {
    const all = new Map<Address, Set<Wanted['slots'][number]>>();
    for (const { account, slots } of [...known, ...(this.#touched.get(kindOf(execution)) ?? [])]) {
      const wanted = all.get(account) ?? new Set();
      for (const slot of slots) wanted.add(slot);
      all.set(account, wanted);
    }
    return [...all].map(([account, slots]) => ({ account, slots: [...slots] }));
  }

  keep(execution: SimulatedExecution, touched: readonly Wanted[]): void {
    const [oldest] = this.#touched.keys();
    if (this.#touched.size >= MAX_KINDS && oldest !== undefined) this.#touched.delete(oldest);
    this.#touched.set(kindOf(execution), touched);
  }
}

function kindOf({ safe, movement }: SimulatedExecution): string {
  return movement === null ? safe : [safe, movement.asset.id, movement.destination].join(' ');
}
