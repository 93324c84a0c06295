import { Module } from '@nestjs/common';
import { ExecutionTracer } from './execution-tracer.js';
import { SimulationsRepository } from './simulations.repository.js';
import { SimulateV1Simulator } from './simulate-v1.simulator.js';
import { SIMULATORS, SimulationService } from './simulation.service.js';
import { TraceCallSimulator } from './trace-call.simulator.js';

/** Needs `Providers`, which the global ChainModule gives. */
@Module({
  providers: [
    TraceCallSimulator,
    SimulateV1Simulator,
    {
      provide: SIMULATORS,
      inject: [TraceCallSimulator, SimulateV1Simulator],
      useFactory: (trace: TraceCallSimulator, simulate: SimulateV1Simulator) => [trace, simulate],
    },
    ExecutionTracer,
    SimulationService,
    SimulationsRepository,
  ],
  exports: [ExecutionTracer, SimulationService, SimulationsRepository],
})
export class SimulationModule {}
