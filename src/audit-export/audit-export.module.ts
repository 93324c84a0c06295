import { Module } from '@nestjs/common';
import { AuditExports } from './audit-exports.js';
import { AuditExportsController } from './audit-exports.controller.js';
import { AuditExportsRepository } from './audit-exports.repository.js';
import { ExportBases } from './export-bases.js';
import { ExportEnds } from './export-ends.js';
import { ExportNames } from './export-names.js';
import { ExportRecords } from './export-records.js';
import { ExportTurns } from './export-turns.js';
import { ExportUpkeep } from './export-upkeep.js';
import { ExportWriters } from './export-writers.js';
import { FollowedLogController } from './followed-log.controller.js';
import { FollowedLog } from './followed-log.js';
import { JsonlWriter } from './formats/jsonl-writer.js';
import { OwnExports } from './own-exports.js';
import { WrittenParts } from './written-parts.js';

@Module({
  controllers: [AuditExportsController, FollowedLogController],
  providers: [
    AuditExports,
    AuditExportsRepository,
    ExportBases,
    ExportEnds,
    ExportNames,
    ExportRecords,
    ExportTurns,
    ExportUpkeep,
    ExportWriters,
    FollowedLog,
    JsonlWriter,
    OwnExports,
    WrittenParts,
  ],
})
export class AuditExportModule {}
