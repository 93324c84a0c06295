import { Module } from '@nestjs/common';
import { FindingsRepository } from './findings.repository.js';
import { SafeFreezer } from './safe-freezer.js';
import { SafesController } from './safes.controller.js';
import { SafesRepository } from './safes.repository.js';

@Module({
  controllers: [SafesController],
  providers: [SafesRepository, FindingsRepository, SafeFreezer],
  exports: [SafesRepository, FindingsRepository, SafeFreezer],
})
export class SafesModule {}
