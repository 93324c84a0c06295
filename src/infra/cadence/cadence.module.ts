import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CADENCE, Cadence } from './cadence.js';

@Global()
@Module({})
export class CadenceModule {
  static with(cadence: Cadence = CADENCE): DynamicModule {
    return {
      module: CadenceModule,
      providers: [{ provide: Cadence, useValue: cadence }],
      exports: [Cadence],
    };
  }
}
