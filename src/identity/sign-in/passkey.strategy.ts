import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import CustomStrategy from 'passport-custom';
import type { Person } from '../../domain/identity/person.js';
import { parseBody } from '../../infra/http/schema-pipe.js';
import { PasskeySignInBody } from '../identity.contract.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { attemptOf } from './sign-in-attempts.js';

@Injectable()
export class PasskeyStrategy extends PassportStrategy<typeof CustomStrategy, Person, Person>(
  CustomStrategy,
  'passkey',
) {
  constructor(private readonly signIn: PasskeySignIn) {
    super();
  }

  override validate(request: Request): Promise<Person> {
    const { signature } = parseBody(PasskeySignInBody, request.body);
    return this.signIn.verify(attemptOf(request), signature);
  }
}
