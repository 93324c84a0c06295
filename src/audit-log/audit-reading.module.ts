import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log.controller.js';
import { AuditReading } from './audit-reading.js';
import { LogController } from './log.controller.js';

/** The log as people and monitors read it. It needs an AuditVeil from above; writing does not. */
@Module({
  controllers: [AuditLogController, LogController],
  providers: [AuditReading],
})
export class AuditReadingModule {}
