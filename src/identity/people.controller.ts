import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ROLES } from '../domain/identity/person.js';
import { Read } from '../infra/http/access.js';
import { PeopleView } from './identity.contract.js';
import { personView } from './identity.views.js';
import { PeopleRepository } from './people.repository.js';

@ApiTags('people')
@Controller('v1/people')
export class PeopleController {
  constructor(private readonly people: PeopleRepository) {}

  @Get()
  @Read(...ROLES)
  @ApiOperation({ summary: 'Everyone who has or had rights, with their keys' })
  @ApiResponse({ status: 200, standardSchema: PeopleView })
  async list(): Promise<z.output<typeof PeopleView>> {
    return { data: (await this.people.list()).map(personView) };
  }
}
