import { Global, Module } from '@nestjs/common';
import { AuditVeil, type VeiledBy } from '../../src/audit-log/audit-veil.js';
import { LogAlarms, type LogFault } from '../../src/audit-log/sequencer/log-alarms.js';

export class FatalAlarms extends LogAlarms {
  override raise({ code, reason }: LogFault): Promise<never> {
    return Promise.reject(new Error(`${code}: ${reason}`));
  }
}

class ThinVeil extends AuditVeil {
  override hidden(): Promise<ReadonlyMap<bigint, VeiledBy>> {
    return Promise.resolve(new Map());
  }
}

/** For an application without Safes: there is nothing to freeze, and no fault that a test does not expect. */
@Global()
@Module({ providers: [{ provide: LogAlarms, useClass: FatalAlarms }], exports: [LogAlarms] })
export class LogAlarmsModule {}

/** For an application without transfers: there is nothing to hide. */
@Global()
@Module({ providers: [{ provide: AuditVeil, useClass: ThinVeil }], exports: [AuditVeil] })
export class AuditVeilModule {}
