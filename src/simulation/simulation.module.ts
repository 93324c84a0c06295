import { Module } from '@nestjs/common';
import type { Simulator } from '../domain/simulation/simulator.js';
import { ExecutionTracer } from './node-engines/execution-tracer.js';
import { LocalEvmSimulator } from './local-evm/local-evm.simulator.js';
import { SimulationsRepository } from './simulations.repository.js';
import { SimulateV1Simulator } from './node-engines/simulate-v1.simulator.js';
import { SIMULATORS, SimulationService } from './simulation.service.js';
import { TraceCallSimulator } from './node-engines/trace-call.simulator.js';

/** Needs `Providers`, which the global ChainModule gives. */
@Module({
  providers: [
    TraceCallSimulator,
    SimulateV1Simulator,
    LocalEvmSimulator,
    {
      provide: SIMULATORS,
      inject: [TraceCallSimulator, SimulateV1Simulator, LocalEvmSimulator],
      useFactory: (...engines: Simulator[]) => engines,
    },
    ExecutionTracer,
    SimulationService,
    SimulationsRepository,
  ],
  exports: [ExecutionTracer, SimulationService, SimulationsRepository],
})
export class SimulationModule {}
