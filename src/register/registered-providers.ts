import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { ProviderContent } from '../domain/changes/kinds/provider.js';
import { providersIn } from '../domain/register/unfit.js';
import { DomainError } from '../domain/errors.js';
import { setupFault } from '../infra/chain/roster/provider-setup.js';
import { ProviderRoster } from '../infra/chain/roster/provider-roster.js';
import { Register } from './register.js';

/** The providers that the register names. A gateway that could not ask them does not start. */
@Injectable()
export class RegisteredProviders extends ProviderRoster implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly register: Register,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const inForce = await this.inForce().catch((error: unknown) => {
      // A register that does not hold is told of by the readiness check, and decides nothing.
      if (error instanceof DomainError) return undefined;
      throw error;
    });
    if (inForce === undefined) return;
    const { chainId, rpcProviders: endpoints } = this.config;
    const fault = await setupFault({ chainId, inForce, endpoints });
    if (fault !== undefined) throw new Error(fault);
  }

  override async inForce(): Promise<readonly ProviderContent[]> {
    return providersIn((await this.register.current()).ledger);
  }
}
