import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../domain/identity/person.js';
import { Read } from '../infra/http/access.js';
import { HealthPartsView } from './parts/health-parts.contract.js';
import { HealthParts } from './health-parts.js';

@ApiTags('health')
@Controller('v1/health')
export class HealthPartsController {
  constructor(private readonly parts: HealthParts) {}

  @Get('parts')
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'showHealthParts',
    summary: 'Show how each part of the service is',
    description:
      'Providers, simulators, log and witnesses, self-test, relayer, jobs, database and register, each with a status and a sentence, as the process that answers sees them. A look is shared for some seconds, and a part that does not answer in time is unknown.',
  })
  @ApiResponse({ status: 200, standardSchema: HealthPartsView })
  show(): Promise<HealthPartsView> {
    return this.parts.show();
  }
}
