import type { HealthPartsView } from '../../../src/health/parts/health-parts.contract.js';

export type Part = Exclude<keyof HealthPartsView, 'status' | 'at'>;

interface PartWords {
  readonly name: string;
  /** Which check waits for it while it is down, and so what becomes of the money. */
  readonly waits: string;
}

/** In the order of the way of a transfer. */
export const PARTS: Readonly<Record<Part, PartWords>> = {
  providers: {
    name: 'Providers',
    waits:
      'Every check reads the chain at one block that the providers agree on. Until they do, nothing is decided, cleared, relayed or sent, and no owner’s signature is taken. Transfers wait where they are.',
  },
  simulators: {
    name: 'Simulators',
    waits:
      'Nobody can confirm before every engine has shown the same effects, and nothing is relayed without another run. Transfers wait in simulating, or confirmed.',
  },
  log: {
    name: 'Log',
    waits:
      'What was done has to be in the log, and witnessed where that is asked for, before anything is relayed. Confirmed transfers wait, or expire.',
  },
  selfTest: {
    name: 'Self-test',
    waits:
      'A process that lets a known attack pass relays and sends nothing. Requests and confirmations go on; owners are asked for nothing.',
  },
  relayer: {
    name: 'Relayer',
    waits:
      'What enough owners have signed is not sent. It stays signed, so whoever has the signatures can execute it: look at what is exposed.',
  },
  jobs: {
    name: 'Jobs',
    waits:
      'Examinations, looks at the chain and settlements come late. No check is left out by that; transfers stay where they are.',
  },
  database: {
    name: 'Database',
    waits:
      'What cannot be written down is not done. Whether the last act before was done is not known: read what became of it before doing it again.',
  },
  register: {
    name: 'Register',
    waits:
      'Who may do what is read from the register of signed acts. While it does not verify nothing is decided, and nobody’s signature counts.',
  },
};

/** What is not as it should be first, the worst above; otherwise in the order of the work. */
export function partsInOrder(health: HealthPartsView): readonly Part[] {
  const worst: readonly HealthPartsView[Part]['status'][] = ['down', 'unknown', 'warn', 'ok'];
  return (Object.keys(PARTS) as Part[]).toSorted(
    (one, other) => worst.indexOf(health[one].status) - worst.indexOf(health[other].status),
  );
}
