import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { peopleFound } from '../domain/identity/people-search.js';
import { type Person, ROLES } from '../domain/identity/person.js';
import { actorOf, CurrentPrincipal, Mutation, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { EndedSessions, PeopleQuery, PeopleView, PersonPath, PersonView } from './identity.contract.js';
import { personView } from './identity.views.js';
import { KeyUsesRepository } from './keys/key-uses.repository.js';
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
    summary: 'Find people by name, id, role or group',
    description:
      'Everyone who has or had rights, with their roles, groups and keys. Without a filter, all of them.',
  })
  @ApiResponse({ status: 200, standardSchema: PeopleView })
  async list(@Query({ schema: PeopleQuery }) query: PeopleQuery): Promise<z.output<typeof PeopleView>> {
    const { removed, ...search } = query;
    const asked = { ...search, removed: removed === undefined ? undefined : removed === 'true' };
    return { data: await this.shown(peopleFound(await this.people.list(), asked)) };
  }

  @Get(':id')
  @Refuses('PERSON_NOT_FOUND')
  @Read(...ROLES)
  @Refuses('PERSON_NOT_FOUND')
  @ApiOperation({
    summary: 'Show a person',
    description: 'Their name, roles, groups and keys, also after they were removed.',
  })
  @ApiResponse({ status: 200, standardSchema: PersonView })
  async show(@Param({ schema: PersonPath }) { id }: z.output<typeof PersonPath>): Promise<PersonView> {
    const person = await this.people.find(id);
    const [view] = person ? await this.shown([person]) : [];
    if (!view) throw new DomainError('PERSON_NOT_FOUND', 'there is no such person');
    return view;
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

  private async shown(people: readonly Person[]): Promise<PersonView[]> {
    const uses = await this.uses.of(people.flatMap(({ keys }) => keys.map(({ id }) => id)));
    return people.map((person) => personView(person, uses));
  }
}
