import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ROLES } from '../domain/identity/person.js';
import { CurrentPrincipal, type Principal, Read, Unattended } from '../infra/http/access.js';
import { EventStreams } from './event-streams.js';
import { sinkOf } from './response-sink.js';

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly streams: EventStreams) {}

  @Get()
  @Read(...ROLES)
  @Unattended()
  @ApiOperation({
    operationId: 'listenToEvents',
    summary: 'Listen to what changes',
    description:
      'Server-sent events, each a hint of what to fetch again and nothing of what it is. A stream begins with `everything`, ends with the session, and keeps no session from ending. An event `beat` every 15 seconds is a sign of life.',
  })
  @ApiProduces('text/event-stream')
  @ApiResponse({ status: 200, content: { 'text/event-stream': { schema: { type: 'string' } } } })
  listen(@CurrentPrincipal() principal: Principal, @Req() request: Request, @Res() response: Response): void {
    this.streams.requireRoom(principal);
    const sink = sinkOf(response);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const listener = this.streams.open(principal, sink);
    response.on('drain', () => {
      listener.drained();
    });
    response.on('close', () => {
      this.streams.close(listener);
    });
  }
}
