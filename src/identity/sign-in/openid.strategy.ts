import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import CustomStrategy from 'passport-custom';
import type { Person } from '../../domain/identity/person.js';
import { OpenIdSignIn } from './openid-sign-in.js';

/** Around openid-client's own strategy, which needs the provider's metadata before it can be made. */
@Injectable()
export class OpenIdStrategy extends PassportStrategy<typeof CustomStrategy, Person, Person>(
  CustomStrategy,
  'openid',
) {
  constructor(private readonly signIn: OpenIdSignIn) {
    super();
  }

  override validate(request: Request): Promise<Person> {
    return this.signIn.verify(request);
  }
}
