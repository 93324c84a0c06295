import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit-log/audit-log.js';
import { Config } from '../../config/config.js';
import { isGoverned } from '../../domain/changes/change.js';
import { type KeyContent, keyIdOf } from '../../domain/changes/kinds/key.js';
import { DomainError } from '../../domain/errors.js';
import type { Person } from '../../domain/identity/person.js';
import { type RegistrationOptions, registrationOptions } from '../../domain/signatures/ceremony.js';
import { credentialFrom } from '../../domain/signatures/webauthn.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { parseId } from '../../domain/values/identifier.js';
import { PeopleRepository } from '../../identity/people.repository.js';
import type { Tx } from '../../infra/database/database.js';
import { type Answer, created } from '../../infra/http/answer.js';
import { changeView, isRecovery } from '../change-view.js';
import { ChangeDrafter } from '../draft-change.js';
import { Governance } from '../govern.js';
import type { DraftEnrolment, ProposeEnrolment } from './enrolments.contract.js';
import type { Invitation } from './invitations.repository.js';
import { Invitations } from './invitations.js';

/** Enrolment by invitation. The new key proposes itself, which proves possession; others decide. */
@Injectable()
export class KeyEnrolment {
  constructor(
    private readonly config: Config,
    private readonly people: PeopleRepository,
    private readonly invitations: Invitations,
    private readonly drafter: ChangeDrafter,
    private readonly governance: Governance,
    private readonly audit: AuditLog,
  ) {}

  async options(tx: Tx, token: string) {
    const invitation = await this.invitations.open(token, tx);
    const person = await this.person(invitation, tx);
    const passkey = await this.passkeyOptions(tx, invitation, person);
    return { person: { id: person.id, name: person.name }, purpose: invitation.purpose, passkey };
  }

  async draft(tx: Tx, { token, key }: DraftEnrolment): Promise<Answer> {
    const invitation = await this.invitations.open(token, tx);
    const content = await this.content(invitation, key);
    const person = await this.person(invitation, tx);
    return this.drafter.draft(tx, {
      ...{ kind: 'key', subject: keyIdOf(content), content: JSON.parse(JSON.stringify(content)) as Json },
      ...{ expiresAt: undefined, by: person.id, proposerId: null, invitationId: invitation.id },
    });
  }

  async propose(tx: Tx, { token, id, ...signed }: ProposeEnrolment): Promise<Answer> {
    const invitation = await this.invitations.open(token, tx);
    await this.invitations.use(tx, invitation);
    const person = await this.person(invitation, tx);
    const given = { id: parseId('chg', id), by: null, invitationId: invitation.id, ...signed };
    const proposed = await this.governance.propose(tx, given);
    const record = proposed.register.ledger.changes.get(proposed.id);
    if (!record || !isGoverned(record.change))
      throw new Error('a change that was just proposed is in the register');
    if (isRecovery(proposed.register, record.change)) {
      await this.audit.append(tx, {
        type: 'person.recovery-begun',
        actor: person.id,
        subject: person.id,
        detail: { change: id, invitation: invitation.id, invitedBy: invitation.createdBy },
      });
    }
    return created(changeView(proposed.register, record));
  }

  private async person({ personId }: Invitation, tx?: Tx): Promise<Person> {
    const person = await this.people.find(personId, tx);
    if (!person)
      throw new DomainError('INVITATION_INVALID', 'whom the invitation is for is not in the register');
    return person;
  }

  /** The options to create a passkey; null where passkeys are impossible, and for an owner's key, which must be EVM. */
  private async passkeyOptions(
    tx: Tx,
    invitation: Invitation,
    { id, name }: Person,
  ): Promise<RegistrationOptions | null> {
    const { rpId } = this.config;
    if (rpId === null || invitation.purpose === 'owner') return null;
    const challenge = await this.invitations.challenge(tx, invitation);
    return registrationOptions({ challenge, rpId }, { id: Buffer.from(id).toString('base64url'), name });
  }

  /** The governed content of a new key. */
  private async content(invitation: Invitation, key: DraftEnrolment['key']): Promise<KeyContent> {
    const { personId, purpose, createdBy: invitedBy, challenge } = invitation;
    const label = key.label === undefined ? {} : { label: key.label };
    if (key.kind === 'evm')
      return { kind: 'evm', personId, invitedBy, purpose, address: key.address, ...label };
    const { rpId, publicOrigin: origin } = this.config;
    if (purpose === 'owner')
      throw DomainError.at(
        '/key/kind',
        'CHANGE_INVALID',
        "a Safe owner's key is an address: a passkey owns no Safe",
      );
    if (rpId === null || challenge === null)
      throw DomainError.at(
        '/key',
        'PASSKEY_REGISTRATION',
        'ask for the options first: the passkey answers no challenge of ours',
      );
    const { id: credentialId, publicKey } = await credentialFrom(key.registration, {
      challenge,
      rpId,
      origin,
    });
    return { kind: 'passkey', personId, invitedBy, purpose, credentialId, publicKey, rpId, origin, ...label };
  }
}
