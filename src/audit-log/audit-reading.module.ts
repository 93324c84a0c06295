import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log.controller.js';
import { AuditReading } from './audit-reading.js';
import { LogController } from './log.controller.js';

/** Reading of the log by people and monitors. Unlike writing, it needs the AuditVeil of a row above. */
@Module({
  controllers: [AuditLogController, LogController],
  providers: [AuditReading],
})
export class AuditReadingModule {}
