import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../domain/identity/person.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Inbox } from './inbox.js';
import { InboxCounts, InboxPage } from './inbox.contract.js';
import { inboxCounts, inboxView } from './inbox-views.js';

@ApiTags('inbox')
@Controller('v1/inbox')
export class InboxController {
  constructor(private readonly inbox: Inbox) {}

  @Get()
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'listInbox',
    summary: 'List what waits for you',
    description:
      'What only you and a few others can do now, the earliest deadline first: an act is listed if and only if it would be taken. Services are refused.',
  })
  @ApiResponse({ status: 200, standardSchema: InboxPage })
  async list(@CurrentPrincipal() reader: Principal): Promise<InboxPage> {
    return { data: inboxView(await this.inbox.of(reader)), nextCursor: null };
  }

  @Get('counts')
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'countInbox',
    summary: 'Count what waits for you',
    description: 'The inbox by kind of act. Services are refused.',
  })
  @ApiResponse({ status: 200, standardSchema: InboxCounts })
  async count(@CurrentPrincipal() reader: Principal): Promise<InboxCounts> {
    return inboxCounts(await this.inbox.of(reader));
  }
}
