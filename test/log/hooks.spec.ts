import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { Actors } from '../../src/audit-log/actors.js';
import { AuditVeil } from '../../src/audit-log/audit-veil.js';
import { LogAlarms } from '../../src/audit-log/sequencer/log-alarms.js';
import { loadConfig } from '../../src/config/config.js';
import { NamedPeople } from '../../src/identity/named-people.js';
import { LogFreezes } from '../../src/reconciliation/log-freezes.js';
import { LogFreezesModule } from '../../src/reconciliation/log-freezes.module.js';
import { ExposureGate } from '../../src/changes/exposure-gate.js';
import { ExposureGateModule } from '../../src/safe-api/exposure-gate.module.js';
import { OpenExposures } from '../../src/safe-api/open-exposures.js';
import { VeiledLog } from '../../src/veil/veiled-log.js';
import { VeiledLogModule } from '../../src/veil/veiled-log.module.js';
import { logSettings } from '../log-world.js';

/** The application's module graph, made but not started, without some of its modules. */
function applicationWithout(...left: readonly unknown[]) {
  const { imports = [] } = AppModule.with(loadConfig(logSettings('postgresql://nobody@127.0.0.1:1/none')));
  return Test.createTestingModule({ imports: imports.filter((each) => !left.includes(each)) }).compile();
}

describe('What rows above do for the log, and for changes', () => {
  it('is there in the application', async () => {
    const module = await applicationWithout();
    expect(module.get(AuditVeil, { strict: false })).toBeInstanceOf(VeiledLog);
    expect(module.get(ExposureGate, { strict: false })).toBeInstanceOf(OpenExposures);
    expect(module.get(LogAlarms, { strict: false })).toBeInstanceOf(LogFreezes);
    expect(module.get(Actors, { strict: false })).toBeInstanceOf(NamedPeople);
    await module.close();
  });

  it('invariant 13: without a veil over the log the application does not start', async () => {
    await expect(applicationWithout(VeiledLogModule)).rejects.toThrow(
      /dependencies of the AuditReading .*AuditVeil/,
    );
  });

  it('invariant 16: without anybody who freezes on a fault of the log it does not start', async () => {
    await expect(applicationWithout(LogFreezesModule)).rejects.toThrow(/LogAlarms/);
  });

  it('invariant 12: without anybody who knows what is exposed it does not start', async () => {
    await expect(applicationWithout(ExposureGateModule)).rejects.toThrow(/ExposureGate/);
  });
});
