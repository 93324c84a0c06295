import { Argument } from 'commander';
import { programOf } from '../src/config/program.js';
import { type Comparison, report } from './table.js';

type Bench = () => Promise<readonly Comparison[]>;

// Loaded when asked for: each has what it compares with, which takes seconds to load.
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  audit: async () => (await import('./audit.js')).benchAudit,
  console: async () => (await import('./console.js')).benchConsole,
  events: async () => (await import('./events.js')).benchEvents,
  limits: async () => (await import('./limits.js')).benchLimits,
  lists: async () => (await import('./lists.js')).benchLists,
  policy: async () => (await import('./policy.js')).benchPolicy,
  simulation: async () => (await import('./simulation.js')).benchSimulation,
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

await programOf(
  'npm run bench --',
  'Measure a part, beside others where there are any; exits 1 if a goal is missed',
  ['npm run bench -- limits'],
)
  .addArgument(new Argument('<part>', 'what to measure').choices(Object.keys(BENCHES)))
  .action(async (name: string) => {
    if (name === 'policy') (await (await import('./policy-exact.js')).exactness()).forEach(say);
    const bench = await BENCHES[name]?.();
    if (!bench) throw new TypeError(`there is no ${name}`);
    const { lines, passed } = report(await bench());
    lines.forEach(say);
    process.exitCode = passed ? 0 : 1;
  })
  .parseAsync();
