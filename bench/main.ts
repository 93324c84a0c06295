import { benchAudit } from './audit.js';
import { benchEvents } from './events.js';
import { benchLimits } from './limits.js';
import { benchLists } from './lists.js';
import { exactness } from './policy-exact.js';
import { benchPolicy } from './policy.js';
import { benchSimulation } from './simulation.js';
import { type Comparison, report } from './table.js';

const BENCHES: Readonly<Record<string, () => Promise<readonly Comparison[]>>> = {
  audit: benchAudit,
  events: benchEvents,
  limits: benchLimits,
  lists: benchLists,
  policy: benchPolicy,
  simulation: benchSimulation,
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const [name = ''] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench) {
  if (name === 'policy') (await exactness()).forEach(say);
  const { lines, passed } = report(await bench());
  lines.forEach(say);
  process.exitCode = passed ? 0 : 1;
} else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}\n`);
  process.exitCode = 2;
}
