import pc from 'picocolors';

/** One measured ratio and its goal. */
export interface Comparison {
  readonly name: string;
  /** Medians over all rounds. */
  readonly measured: number;
  readonly against: { readonly name: string; readonly measured: number };
  /** Upper bound of the ratio; without one the ratio is only reported. */
  readonly goal?: number;
  /** Milliseconds if nothing is said. */
  readonly unit?: string;
}

// Measuring machines are shared, so a run fails only if it misses a goal by a factor of two.
const TOLERANCE = 2;

/** Runs every task once per round, in sequence, so that a busy moment of the machine hits all of them alike. */
export async function medians<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  rounds: { readonly warmUp: number; readonly measured: number },
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(tasks) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds.warmUp + rounds.measured; round += 1) {
    for (const name of names) {
      const started = performance.now();
      await tasks[name]();
      if (round >= rounds.warmUp) times.get(name)?.push(performance.now() - started);
    }
  }
  const entries = names.map((name) => [name, median(times.get(name) ?? [])] as const);
  return Object.fromEntries(entries) as Record<Name, number>;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Two significant digits, for small ratios too. */
function shown(ratio: number): string {
  return ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2);
}

/** The table of all comparisons, and whether every one is within the tolerance of its goal. */
export function report(comparisons: readonly Comparison[]): { lines: readonly string[]; passed: boolean } {
  const rows = comparisons.map((each) => ({ ...each, ratio: each.measured / each.against.measured }));
  const missed = rows.filter(({ ratio, goal }) => goal !== undefined && ratio > goal);
  const failed = rows.filter(({ ratio, goal }) => goal !== undefined && !(ratio <= goal * TOLERANCE));
  const width = Math.max(...rows.map(({ name, against }) => name.length + against.name.length + 3));
  const table = rows.map(({ name, against, measured, ratio, goal, unit = 'ms' }) =>
    [
      `${name} / ${against.name}`.padEnd(width),
      `${measured.toFixed(4)} / ${against.measured.toFixed(4)} ${unit}`.padStart(24),
      `${shown(ratio)} x`.padStart(9),
      goal === undefined
        ? ''
        : `goal <= ${shown(goal)}  ${ratio <= goal ? pc.green('met') : pc.yellow('missed')}`,
    ].join('  '),
  );
  const goals = rows.filter(({ goal }) => goal !== undefined).length;
  const summary = `${String(goals - missed.length)} of ${String(goals)} goals met, ${String(failed.length)} missed by a factor of two`;
  return { lines: [...table, summary], passed: failed.length === 0 };
}
