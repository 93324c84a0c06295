import { Module } from '@nestjs/common';
import { AssetsController } from './assets.controller.js';
import { AssetsRepository } from './assets.repository.js';
import { TokenChecks } from './token-checks.js';

@Module({
  controllers: [AssetsController],
  providers: [AssetsRepository, TokenChecks],
  exports: [AssetsRepository, TokenChecks],
})
export class AssetsModule {}
