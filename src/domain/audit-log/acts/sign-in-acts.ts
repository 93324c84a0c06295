import { z } from 'zod';
import { SIGN_IN_METHODS } from '../../identity/session.js';
import { act } from './act.js';
import { address, code, flag, id, saying, text } from './forms.js';

/** Sign-ins, failed sign-ins and refused requests. */
export const SIGN_IN_ACTS = {
  'session.opened': act({
    actor: 'the person',
    subject: 'session',
    outcome: 'success',
    detail: z.strictObject({ method: z.enum(SIGN_IN_METHODS) }),
  }),
  'session.closed': act({
    actor: 'the person',
    subject: 'session',
    outcome: 'success',
    detail: z.strictObject({}),
  }),
  'session.revoked': act({
    actor: 'the person, or an admin',
    subject: 'session, or the person whose sessions they are',
    outcome: 'success',
    detail: z.strictObject({
      person: id('per'),
      sessions: z.array(z.string()).readonly().describe('list of `ses_` names, those that were ended'),
    }),
  }),
  'session.refused': act({
    actor: '`anonymous`',
    subject: '',
    outcome: 'denied',
    detail: z.strictObject({
      reason: text,
      networkAddress: text,
      isLastBeforeRateLimit: flag,
      // One of these is present: the identity that was claimed.
      address: saying(address, 'or null: what was claimed by a wallet').nullable().exactOptional(),
      credentialId: saying(text, 'what was claimed by a passkey').exactOptional(),
      account: z
        .strictObject({ issuer: z.string(), subject: z.string() })
        .describe('`issuer` and `subject`, or null: what was claimed by OpenID')
        .nullable()
        .exactOptional(),
    }),
  }),
  'request.refused': act({
    actor: 'who asked',
    subject: '',
    outcome: 'denied',
    detail: z.strictObject({
      requestId: text,
      method: text,
      route: text,
      code,
      pointers: z.array(z.string()).readonly().describe('list of text, at most 20'),
    }),
    note: 'Never the body. Only for routes that change something',
  }),
} as const;
