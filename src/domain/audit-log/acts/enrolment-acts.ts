import { z } from 'zod';
import { ROLES } from '../../identity/person.js';
import { act } from './act.js';
import { address, bytes32, code, count, flag, id, moment, saying, text } from './forms.js';

const roles = z.array(z.enum(ROLES)).readonly().describe('list of roles');

/** How people get keys, and services get API keys. */
export const ENROLMENT_ACTS = {
  'invitation.created': act({
    actor: 'the admin',
    subject: 'the person invited',
    outcome: 'success',
    detail: z.strictObject({
      invitation: id('inv'),
      purpose: z.enum(['confirmation', 'owner']),
      expiresAt: moment,
    }),
  }),
  'invitation.revoked': act({
    actor: 'who revoked',
    subject: 'invitation',
    outcome: 'success',
    detail: z.strictObject({}),
  }),
  'enrolment.refused': act({
    actor: '`anonymous`',
    subject: '',
    outcome: 'denied',
    detail: z.strictObject({ code, networkAddress: text, isLastBeforeRateLimit: flag }),
  }),
  'person.recovery-begun': act({
    actor: 'the person',
    subject: 'the person',
    outcome: 'success',
    detail: z.strictObject({ change: id('chg'), invitation: id('inv'), invitedBy: id('per') }),
    note: 'With the `change.proposed` of a key for somebody who has none left',
  }),
  'api-key.created': act({
    actor: 'the admin',
    subject: 'API key',
    outcome: 'success',
    detail: z.strictObject({ name: text, roles, expiresAt: moment }),
  }),
  'api-key.revoked': act({
    actor: 'the admin',
    subject: 'API key',
    outcome: 'success',
    detail: z.strictObject({ name: text }),
  }),
  'destination.checked': act({
    actor: 'who asked',
    subject: 'the address',
    outcome: 'success',
    detail: z.strictObject({
      address,
      lookalikes: z.array(address).readonly().describe('list of address, what it can be confused with'),
    }),
  }),
  'destination.challenged': act({
    actor: 'who asked',
    subject: 'the address',
    outcome: 'success',
    detail: z.strictObject({
      chainId: count,
      address,
      label: text,
      owner: text,
      challenge: saying(bytes32, 'random'),
      expiresAt: moment,
    }),
  }),
} as const;
