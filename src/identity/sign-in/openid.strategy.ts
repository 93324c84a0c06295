import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import CustomStrategy from 'passport-custom';
import type { Person } from '../../domain/identity/person.js';
import { OpenIdSignIn } from './openid-sign-in.js';

/** Wraps openid-client's own strategy, which can be made only with the provider's metadata. */
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
