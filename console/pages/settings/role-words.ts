import type { Role } from '../../../src/domain/identity/person.js';

/** What each role may do, and what it may not. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  operator: 'asks for transfers, and for their cancels; never confirms their own',
  approver: 'confirms or rejects what others asked for, for the groups below',
  compliance: 'grants or refuses exceptions, and proposes what is governed',
  auditor: 'reads everything, and freezes nothing',
  admin: 'proposes what is governed, invites people, and makes API keys; moves nothing',
  signer: 'signs Safe transactions as an owner, on a device of their own',
};
