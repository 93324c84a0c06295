import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { DomainError, type ErrorCode, FAULTS_MAX, type Fault } from '../../domain/errors.js';
import { isMutating, type SluiceRequest } from './access.js';
import { jsonPointer } from '../../domain/values/json-pointer.js';
import { bytesOf } from './edge/bytes-of.js';
import { takes } from './route-table.js';
import { BODY_BYTES_MAX, parseStrictJson } from './strict-json.js';

/**
 * Reads the body. It is a guard, not a middleware, to run after the access guard: strangers' bytes are never parsed,
 * and a refused body is logged with its principal. It runs before Passport's guards, which read the body.
 */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SluiceRequest>();
    const bytes = hasContent(request) ? await readContent(request) : undefined;
    request.body =
      bytes === undefined || (bytes.length === 0 && isMutating(request.method)) ? {} : parseStrictJson(bytes);
    const [controller, name] = [context.getClass(), context.getHandler().name];
    if (!takes('body', controller, name)) refuseMembers(request.body, 'BODY_SCHEMA');
    if (!takes('query', controller, name)) refuseMembers(request.query, 'QUERY_SCHEMA');
    return true;
  }
}

function hasContent(request: SluiceRequest): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Requires JSON, which pages of other origins cannot post without a CORS preflight, unlike forms (THREATS H07). */
function demandJson(request: SluiceRequest): void {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type)) {
    throw new DomainError('CONTENT_TYPE', 'the body must be application/json in UTF-8');
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new DomainError('CONTENT_TYPE', 'the body must not be compressed');
  }
}

async function readContent(request: SluiceRequest): Promise<Buffer> {
  demandJson(request);
  const bytes = await bytesOf(request, BODY_BYTES_MAX);
  if (!bytes) throw new DomainError('BODY_TOO_LARGE', 'the body is larger than 64 KiB');
  return bytes;
}

function refuseMembers(value: unknown, code: ErrorCode): void {
  const keys =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
  if (!keys) throw new DomainError(code, 'nothing is expected here');
  const faults = keys.map((key): Fault => ({
    pointer: jsonPointer([key]),
    code,
    detail: 'this member is not known',
  }));
  if (faults.length > 0)
    throw new DomainError(code, 'this route takes no members', faults.slice(0, FAULTS_MAX));
}
