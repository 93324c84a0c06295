import { Global, Module } from '@nestjs/common';
import { RefusalLog } from '../infra/http/refusal-log.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLog } from './audit-log.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { AuditReading } from './audit-reading.js';
import { AuditVeils } from './audit-veils.js';
import { AuditedRefusals } from './refusal-log.js';

@Global()
@Module({
  controllers: [AuditLogController],
  providers: [
    AuditLog,
    AuditLogRepository,
    AuditReading,
    AuditVeils,
    { provide: RefusalLog, useClass: AuditedRefusals },
  ],
  exports: [AuditLog, AuditLogRepository, AuditVeils, RefusalLog],
})
export class AuditLogModule {}
