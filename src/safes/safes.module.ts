import { Module } from '@nestjs/common';
import { FindingsRepository } from './findings.repository.js';
import { FreezesController } from './freezes.controller.js';
import { Freezes } from './freezes.js';
import { FreezeTurnsRepository } from './freeze-turns.repository.js';
import { FreezesRepository } from './freezes.repository.js';
import { SafeFreezer } from './safe-freezer.js';
import { SafesRepository } from './safes.repository.js';

@Module({
  controllers: [FreezesController],
  providers: [
    FindingsRepository,
    FreezeTurnsRepository,
    Freezes,
    FreezesRepository,
    SafeFreezer,
    SafesRepository,
  ],
  exports: [FindingsRepository, Freezes, SafeFreezer, SafesRepository],
})
export class SafesModule {}
