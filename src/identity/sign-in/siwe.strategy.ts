import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import CustomStrategy from 'passport-custom';
import type { Person } from '../../domain/identity/person.js';
import { parseBody } from '../../infra/http/schema-pipe.js';
import { SignInBody } from '../identity.contract.js';
import { attemptOf } from './sign-in-attempts.js';
import { SignIn } from './sign-in.js';

@Injectable()
export class SiweStrategy extends PassportStrategy<typeof CustomStrategy, Person, Person>(
  CustomStrategy,
  'siwe',
) {
  constructor(private readonly signIn: SignIn) {
    super();
  }

  override validate(request: Request): Promise<Person> {
    return this.signIn.verify(attemptOf(request), parseBody(SignInBody, request.body));
  }
}
