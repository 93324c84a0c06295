import { Injectable } from '@nestjs/common';
import { unixSeconds } from '../domain/values/time.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { HealthPartsView } from './parts/health-parts.contract.js';
import { DatabasePart } from './parts/database-part.js';
import { JobsPart } from './parts/jobs-part.js';
import { LogPart } from './parts/log-part.js';
import { ProvidersPart } from './parts/providers-part.js';
import { RegisterPart } from './parts/register-part.js';
import { RelayerPart } from './parts/relayer-part.js';
import { SelfTestPart } from './parts/self-test-part.js';
import { SimulatorsPart } from './parts/simulators-part.js';
import { PACE, SharedLook } from './parts/shared-look.js';

/** A balance changes by executions, and reading it asks every provider several things. */
const SELDOM = { ...PACE, freshFor: 30_000 };

type Parts = Omit<HealthPartsView, 'status' | 'at'>;
type PartName = keyof Parts;
type Looks = { readonly [Name in PartName]: SharedLook<NonNullable<Parts[Name]['data']>> };

/** How every part of the service is, as this process sees it. Nothing is decided by it. */
@Injectable()
export class HealthParts {
  readonly #looks: Looks;

  constructor(
    providers: ProvidersPart,
    simulators: SimulatorsPart,
    log: LogPart,
    selfTest: SelfTestPart,
    relayer: RelayerPart,
    jobs: JobsPart,
    database: DatabasePart,
    register: RegisterPart,
  ) {
    this.#looks = {
      providers: new SharedLook('providers', () => providers.look()),
      simulators: new SharedLook('simulators', () => simulators.look()),
      log: new SharedLook('log', () => log.look()),
      selfTest: new SharedLook('selfTest', () => selfTest.look()),
      relayer: new SharedLook('relayer', () => relayer.look(), SELDOM),
      jobs: new SharedLook('jobs', () => jobs.look()),
      database: new SharedLook('database', () => database.look()),
      register: new SharedLook('register', () => register.look()),
    };
  }

  async show(): Promise<HealthPartsView> {
    const looks = this.#looks;
    const [providers, simulators, log, selfTest, relayer, jobs, database, register] = await Promise.all([
      looks.providers.answer(),
      looks.simulators.answer(),
      looks.log.answer(),
      looks.selfTest.answer(),
      looks.relayer.answer(),
      looks.jobs.answer(),
      looks.database.answer(),
      looks.register.answer(),
    ]);
    const parts: Parts = { providers, simulators, log, selfTest, relayer, jobs, database, register };
    const at = printTimestamp(unixSeconds(Math.floor(Date.now() / 1000)));
    return { status: worst(parts), at, ...parts };
  }
}

function worst(parts: Parts): HealthPartsView['status'] {
  const all = Object.values(parts).map(({ status }) => status);
  if (all.includes('down')) return 'down';
  return all.every((status) => status === 'ok') ? 'ok' : 'warn';
}
