import { Module } from '@nestjs/common';
import { InstallationController } from './installation.controller.js';
import { Installation } from './installation.js';

@Module({ controllers: [InstallationController], providers: [Installation] })
export class InstallationModule {}
