import type { ReactNode } from 'react';
import type { HealthPartsView } from '../../../src/health/parts/health-parts.contract.js';
import { Bones } from '../../parts/bones.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { HealthMark } from '../../parts/health-mark.js';
import { Said } from '../../parts/text.js';
import { useTitle } from '../../parts/title.js';
import { useHashTarget } from '../../parts/use-hash-target.js';
import { When } from '../../parts/when.js';
import { InstallationFacts } from './installation-facts.js';
import { LogSeen } from './log-seen.js';
import { PARTS, type Part, partsInOrder } from './part-words.js';
import { DatabaseSeen, JobsSeen, RegisterSeen, RelayerSeen, SelfTestSeen } from './parts-seen.js';
import { ProvidersSeen } from './providers-seen.js';
import { SimulatorsSeen } from './simulators-seen.js';
import styles from './status.module.css';

const EVERY_MS = 15_000;

/** How each part of the service is, and which check waits while one is not as it should be. */
export function StatusPage() {
  useTitle('Status');
  const health = useRead(reads.health, { every: EVERY_MS });
  useHashTarget(health.data !== undefined);
  return (
    <div className="page">
      <div className="title">
        <h1>Status</h1>
        <Intro health={health.data} />
      </div>
      <Answered of={health} skeleton={<Bones lines={['bone-28 b-35', 'b-80', 'b-65', 'b-80']} />}>
        {(parts) => (
          <ul className="plain">
            {partsInOrder(parts).map((part) => (
              <PartEntry key={part} part={part} health={parts} />
            ))}
          </ul>
        )}
      </Answered>
      <InstallationFacts />
    </div>
  );
}

const OVERALL = {
  ok: 'Every part is as it should be.',
  warn: 'Something is not as it should be. It stands first.',
  down: 'Something that checks wait for is down. It stands first. Nothing moves that was not checked.',
} as const;

function Intro({ health }: { readonly health: HealthPartsView | undefined }) {
  if (health === undefined) return <p>How each part is, and which check waits for it.</p>;
  return (
    <p>
      {OVERALL[health.status]} Looked at <When at={health.at} isWhole />. Nothing is decided by this page.
    </p>
  );
}

function PartEntry({ part, health }: { readonly part: Part; readonly health: HealthPartsView }) {
  const { status, words, at } = health[part];
  const { name, waits } = PARTS[part];
  return (
    <li id={part} tabIndex={-1} className={styles.entry}>
      <div>
        <h2>{name}</h2>
        <HealthMark status={status} />
      </div>
      <div>
        <p>
          <Said>{words}</Said>{' '}
          <span className="quiet">
            As of <When at={at} />.
          </span>
        </p>
        <p className={status === 'ok' ? 'quiet' : undefined}>
          <b>{status === 'ok' ? 'If it fails: ' : 'What waits: '}</b>
          {waits}
        </p>
        {seen(part, health)}
      </div>
    </li>
  );
}

/** What was seen of a part; nothing where nothing could be read. */
function seen(part: Part, health: HealthPartsView): ReactNode {
  switch (part) {
    case 'providers':
      return health.providers.data && <ProvidersSeen providers={health.providers.data} />;
    case 'simulators':
      return health.simulators.data && <SimulatorsSeen runs={health.simulators.data} />;
    case 'log':
      return health.log.data && <LogSeen log={health.log.data} />;
    case 'selfTest':
      return health.selfTest.data && <SelfTestSeen test={health.selfTest.data} />;
    case 'relayer':
      return health.relayer.data && <RelayerSeen relayers={health.relayer.data} />;
    case 'jobs':
      return health.jobs.data && <JobsSeen jobs={health.jobs.data} />;
    case 'database':
      return health.database.data && <DatabaseSeen database={health.database.data} />;
    case 'register':
      return health.register.data && <RegisterSeen register={health.register.data} />;
  }
}
