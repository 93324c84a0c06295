import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit-log/audit-log.js';
import { DomainError } from '../../domain/errors.js';
import { isActive } from '../../domain/identity/person.js';
import type { PersonId } from '../../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../../domain/values/time.js';
import { PeopleRepository } from '../../identity/people.repository.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { secretHash } from '../../identity/secret-hash.js';
import { newId } from '../../infra/database/new-id.js';
import { type Invitation, InvitationsRepository } from './invitations.repository.js';

const LIFE_SECONDS = 48 * 60 * 60;
const TOKEN = /^sli_[A-Za-z0-9_-]{43}$/;

export interface Inviting {
  readonly personId: PersonId;
  readonly purpose: Invitation['purpose'];
  readonly by: PersonId;
}

export interface ListedInvitation {
  readonly invitation: Invitation;
  readonly personName: string;
  readonly createdByName: string;
  readonly state: 'open' | 'used' | 'expired';
}

/** One-time invitations to enrol a key. They give no right: the key counts once a quorum of others has approved it. */
@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly invitations: InvitationsRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Returns the token, once; only its hash is stored. */
  async create(
    tx: Tx,
    { personId, purpose, by }: Inviting,
  ): Promise<{ invitation: Invitation; token: string }> {
    const person = await this.people.find(personId, tx);
    if (!person || !isActive(person))
      throw new DomainError('PERSON_NOT_FOUND', 'no such person is in the register');
    if (personId === by) throw new DomainError('SOD', 'nobody invites themself');
    const now = await this.database.now(tx);
    const invitation: Invitation = {
      ...{ id: newId('inv'), personId, purpose, createdBy: by, createdAt: now },
      ...{ expiresAt: unixSeconds(now + LIFE_SECONDS), usedAt: null, challenge: null },
    };
    const token = `sli_${randomBytes(32).toString('base64url')}`;
    await this.invitations.insert(tx, invitation, secretHash(token));
    await this.audit.append(tx, {
      type: 'invitation.created',
      actor: by,
      subject: personId,
      detail: { invitation: invitation.id, purpose, expiresAt: invitation.expiresAt },
    });
    return { invitation, token };
  }

  async revoke(tx: Tx, id: string, by: PersonId): Promise<void> {
    if (!(await this.invitations.use(tx, id, await this.database.now(tx))))
      throw new DomainError('INVITATION_INVALID', 'there is no such invitation that could still be used');
    await this.audit.append(tx, { type: 'invitation.revoked', actor: by, subject: id, detail: {} });
  }

  /** Also of somebody who was removed. @throws DomainError PERSON_NOT_FOUND */
  async list(personId: PersonId): Promise<readonly Invitation[]> {
    if (!(await this.people.find(personId)))
      throw new DomainError('PERSON_NOT_FOUND', 'there is no such person');
    return this.invitations.list(personId);
  }

  /** Invitations of everybody, newest first, with the names of those concerned. */
  async page({
    isOpen,
    ...wish
  }: {
    readonly isOpen: boolean;
    readonly before: string | undefined;
    readonly limit: number;
  }): Promise<readonly ListedInvitation[]> {
    const now = await this.database.now();
    const found = await this.invitations.page({ ...wish, openAt: isOpen ? now : undefined });
    const names = new Map((await this.people.list()).map(({ id, name }) => [id, name]));
    return found.map((invitation) => ({
      invitation,
      personName: names.get(invitation.personId) ?? invitation.personId,
      createdByName: names.get(invitation.createdBy) ?? invitation.createdBy,
      state: stateOf(invitation, now),
    }));
  }

  /** The invitation of a token. Every failure gets the same answer, whatever its reason. */
  async open(token: string, tx?: Tx): Promise<Invitation> {
    const invitation = TOKEN.test(token)
      ? await this.invitations.findByToken(secretHash(token), tx)
      : undefined;
    const now = await this.database.now(tx);
    if (invitation?.usedAt !== null || invitation.expiresAt <= now)
      throw new DomainError(
        'INVITATION_INVALID',
        'the invitation is not valid, was used, or has expired: ask for a new one',
      );
    return invitation;
  }

  async challenge(tx: Tx, invitation: Invitation): Promise<string> {
    const challenge = randomBytes(32).toString('base64url');
    await this.invitations.setChallenge(tx, invitation.id, challenge);
    return challenge;
  }

  /** @throws DomainError INVITATION_INVALID if it was used before */
  async use(tx: Tx, { id }: Invitation): Promise<void> {
    if (await this.invitations.use(tx, id, await this.database.now(tx))) return;
    throw new DomainError('INVITATION_INVALID', 'the invitation was used');
  }
}

function stateOf({ usedAt, expiresAt }: Invitation, now: UnixSeconds): ListedInvitation['state'] {
  if (usedAt !== null) return 'used';
  return expiresAt <= now ? 'expired' : 'open';
}
