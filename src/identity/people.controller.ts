import { Controller, Delete, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { ROLES } from '../domain/identity/person.js';
import { actorOf, CurrentPrincipal, Mutation, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { EndedSessions, PeopleView, PersonPath } from './identity.contract.js';
import { personView } from './identity.views.js';
import { KeyUsesRepository } from './key-uses.repository.js';
import { PeopleRepository } from './people.repository.js';
import { Sessions } from './sessions.js';

@ApiTags('people')
@Controller('v1/people')
export class PeopleController {
  constructor(
    private readonly people: PeopleRepository,
    private readonly uses: KeyUsesRepository,
    private readonly sessions: Sessions,
  ) {}

  @Get()
  @Read(...ROLES)
  @ApiOperation({
    summary: 'List the people',
    description: 'Everyone who has or had rights, with their roles, groups and keys.',
  })
  @ApiResponse({ status: 200, standardSchema: PeopleView })
  async list(): Promise<z.output<typeof PeopleView>> {
    const people = await this.people.list();
    const uses = await this.uses.of(people.flatMap(({ keys }) => keys.map(({ id }) => id)));
    return { data: people.map((person) => personView(person, uses)) };
  }

  @Delete(':id/sessions')
  @Mutation({ roles: ['admin'], audit: 'session.revoked', signs: 'nothing' })
  @Refuses('PERSON_NOT_FOUND')
  @ApiOperation({
    operationId: 'endPersonSessions',
    summary: 'End all sessions of a person',
    description: 'They may sign in again as long as they have rights.',
  })
  @ApiResponse({ status: 200, standardSchema: EndedSessions })
  async endSessions(
    @Param({ schema: PersonPath }) { id }: z.output<typeof PersonPath>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<EndedSessions> {
    if (!(await this.people.find(id))) throw new DomainError('PERSON_NOT_FOUND', 'there is no such person');
    return { data: [...(await this.sessions.revokeAll(id, { actor: actorOf(principal), but: null }))] };
  }
}
