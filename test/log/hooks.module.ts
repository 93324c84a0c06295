import { Global, Module } from '@nestjs/common';
import { Actors, type NamedAt } from '../../src/audit-log/actors.js';
import { AuditVeil, type VeiledBy } from '../../src/audit-log/audit-veil.js';
import { DomainError } from '../../src/domain/errors.js';
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

/** Takes whatever looks like an id; Ada alone has a name. */
class ThinActors extends Actors {
  override async meant(given: string, { pointer, code }: NamedAt): Promise<string> {
    if (/\s/.test(given)) throw DomainError.at(pointer, code, 'nobody is called so');
    return Promise.resolve(given);
  }

  override names(): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(new Map([['per_ada', 'Ada']]));
  }
}

/** For an application without Safes: there is nothing to freeze, and no fault that a test does not expect. */
@Global()
@Module({ providers: [{ provide: LogAlarms, useClass: FatalAlarms }], exports: [LogAlarms] })
export class LogAlarmsModule {}

/** For an application without transfers and register: there is nothing to hide, and hardly anybody. */
@Global()
@Module({
  providers: [
    { provide: AuditVeil, useClass: ThinVeil },
    { provide: Actors, useClass: ThinActors },
  ],
  exports: [AuditVeil, Actors],
})
export class AuditVeilModule {}
