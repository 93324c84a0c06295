import { Global, Module } from '@nestjs/common';
import { LogAlarms } from '../audit-log/sequencer/log-alarms.js';
import { SafesModule } from '../safes/safes.module.js';
import { LogFreezes } from './log-freezes.js';

/** Global, because the log itself finds faults and is a row below. */
@Global()
@Module({
  imports: [SafesModule],
  providers: [{ provide: LogAlarms, useClass: LogFreezes }],
  exports: [LogAlarms],
})
export class LogFreezesModule {}
