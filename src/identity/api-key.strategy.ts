import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import CustomStrategy from 'passport-custom';
import type { Principal } from '../infra/http/access.js';
import { ApiKeys } from './api-keys.js';

/** Authenticates a service by `Authorization: Bearer slk_…`. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy<typeof CustomStrategy, Principal, Principal>(
  CustomStrategy,
  'api-key',
) {
  constructor(private readonly keys: ApiKeys) {
    super();
  }

  override async validate(request: Request): Promise<Principal> {
    const { id, name, roles } = await this.keys.authenticate(request.headers.authorization ?? '');
    return { kind: 'service', apiKeyId: id, name, roles };
  }
}
