import { benchSimulation } from './bench-simulation.js';
import { type Comparison, report } from './bench-table.js';

const BENCHES: Readonly<Record<string, () => Promise<readonly Comparison[]>>> = {
  simulation: benchSimulation,
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const [name = ''] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench) {
  const { lines, passed } = report(await bench());
  lines.forEach(say);
  process.exitCode = passed ? 0 : 1;
} else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}\n`);
  process.exitCode = 2;
}
