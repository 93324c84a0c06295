import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { printVerifierKey } from '../domain/audit-log/verifier-key.js';
import { DomainError } from '../domain/errors.js';
import { ROLES } from '../domain/identity/person.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { AuditReading } from './audit-reading.js';
import { LogKey } from './sequencer/log-key.js';
import { NoteText, TilePath } from './log.contract.js';
import { LogTree } from './tree/log-tree.js';

const BINARY = { type: 'string', format: 'binary' };

/** The log for monitors (c2sp.org/tlog-tiles): checkpoint, tiles and entry bundles. */
@ApiTags('audit')
@Controller('v1/log')
export class LogController {
  constructor(
    private readonly key: LogKey,
    private readonly tree: LogTree,
    private readonly reading: AuditReading,
  ) {}

  @Get('checkpoint')
  @Read('auditor', 'compliance', 'admin')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiProduces('text/plain')
  @Refuses('ROUTE_NOT_FOUND')
  @ApiOperation({
    operationId: 'showLogCheckpoint',
    summary: 'Show the latest signed checkpoint',
    description: 'A C2SP signed note with the cosignatures of witnesses that it has so far.',
  })
  @ApiResponse({ status: 200, standardSchema: NoteText })
  async checkpoint(): Promise<string> {
    const note = await this.tree.checkpoint();
    if (note === undefined) throw new DomainError('ROUTE_NOT_FOUND', 'the log has no entry yet');
    return note;
  }

  @Get('key')
  @Read(...ROLES)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOperation({
    operationId: 'showLogKey',
    summary: 'Show the key of the log',
    description:
      'The key that checkpoints and evidence are verified by, for witnesses, auditors and owners. Compare it by another channel before trusting it: whoever answers for this address could answer this too.',
  })
  @ApiResponse({ status: 200, standardSchema: NoteText })
  verifierKey(): string {
    return `${printVerifierKey(this.key.verifier)}\n`;
  }

  @Get('tile/*path')
  @Read('auditor', 'compliance', 'admin')
  @Refuses('ROUTE_NOT_FOUND', 'ENTRY_VEILED', 'REKEY_REQUIRED')
  @ApiOperation({
    operationId: 'showLogTile',
    summary: 'Show a tile or an entry bundle of the log',
    description: 'By the paths of C2SP tlog-tiles, for monitors that follow the whole log.',
  })
  @ApiParam({
    name: 'path',
    description: 'Level and index, and the width of a partial tile: c2sp.org/tlog-tiles.',
    example: '0/x001/234.p/17',
  })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, content: { 'application/octet-stream': { schema: BINARY } } })
  async tile(
    @Param({ schema: TilePath }) { path: tile }: z.output<typeof TilePath>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const { level, index, width } = tile;
    const bytes =
      level === 'entries'
        ? await this.reading.bundle({ index, width }, principal)
        : await this.tree.tile({ level, index, width });
    if (!bytes) throw new DomainError('ROUTE_NOT_FOUND', 'the signed tree has no such tile');
    return new StreamableFile(bytes, { type: 'application/octet-stream' });
  }
}
