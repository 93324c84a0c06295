import type { HealthPartsView } from '../../../src/health/parts/health-parts.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { HealthMark } from '../../parts/health-mark.js';
import { Said } from '../../parts/text.js';
import { Bones } from './bones.js';
import styles from './home.module.css';

const EVERY_MS = 30_000;

const PARTS = {
  providers: 'Providers',
  simulators: 'Simulators',
  log: 'Log',
  selfTest: 'Self-test',
  relayer: 'Relayer',
  jobs: 'Jobs',
  database: 'Database',
  register: 'Register',
} satisfies Partial<Record<keyof HealthPartsView, string>>;

/** How the house is, part by part. */
export function HealthNow() {
  const health = useRead(reads.health, { every: EVERY_MS });
  return (
    <section aria-labelledby="health-now">
      <div className="head">
        <h2 id="health-now">Health</h2>
      </div>
      <Answered of={health} skeleton={<Bones />}>
        {(parts) => (
          <ul className={styles.rows}>
            {(Object.keys(PARTS) as (keyof typeof PARTS)[]).map((name) => (
              <li key={name} className={styles.three}>
                <b>{PARTS[name]}</b>
                <HealthMark status={parts[name].status} />
                <span className="quiet">
                  <Said>{parts[name].words}</Said>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}
