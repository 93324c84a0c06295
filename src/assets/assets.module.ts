import { Module } from '@nestjs/common';
import { AssetsController } from './assets.controller.js';
import { AssetsRepository } from './assets.repository.js';

@Module({ controllers: [AssetsController], providers: [AssetsRepository], exports: [AssetsRepository] })
export class AssetsModule {}
