import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../domain/identity/person.js';
import { Providers } from '../infra/chain/providers.js';
import { ProviderRoster } from '../infra/chain/roster/provider-roster.js';
import { Read } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { ProviderList } from './providers.contract.js';

/** Who answers for the chain, and who of them does not: nothing is decided until they are taken out, or back. */
@ApiTags('changes')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly providers: Providers,
    private readonly roster: ProviderRoster,
  ) {}

  @Get()
  @Read(...ROLES)
  @ApiOperation({
    summary: 'List the RPC providers in force',
    description:
      'And which of them is silent or dissents: nothing is decided until it answers again or is taken out by a change.',
  })
  @ApiResponse({ status: 200, standardSchema: ProviderList })
  async list(): Promise<ProviderList> {
    await this.providers.look();
    const inForce = await this.roster.inForce();
    return {
      data: inForce.flatMap((provider) => {
        const seen = this.providers.states.of(provider.name);
        // One that came into force since has not been asked.
        if (!seen) return [];
        const { state, since, lastAnswerAt } = seen;
        const last = lastAnswerAt === null ? null : printTimestamp(lastAnswerAt);
        return [{ ...provider, state, since: printTimestamp(since), lastAnswerAt: last }];
      }),
    };
  }
}
