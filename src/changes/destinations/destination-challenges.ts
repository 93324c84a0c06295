import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { bytesToHex } from 'viem';
import { AuditLog } from '../../audit-log/audit-log.js';
import type { ControlSubject, ControlTerms, SignedControl } from '../../domain/address-book/control.js';
import type { DestinationContent } from '../../domain/address-book/destination.js';
import { destinationDirection } from '../../domain/address-book/direction.js';
import { DomainError } from '../../domain/errors.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { DAY_SECONDS, unixSeconds } from '../../domain/values/time.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { DestinationChallengesRepository } from './destination-challenges.repository.js';

// A day, because a hot wallet's key may need a ceremony.
const LIFE_SECONDS = DAY_SECONDS;

/** One-time challenges that the keys of proposed destinations sign, so that an old signature cannot be replayed. */
@Injectable()
export class DestinationChallenges {
  constructor(
    private readonly database: Database,
    private readonly challenges: DestinationChallengesRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Makes a challenge for an entry to be proposed, and logs it. */
  async make(tx: Tx, subject: ControlSubject, actor: string): Promise<Omit<ControlTerms, 'installation'>> {
    const challenge = parseBytes32(bytesToHex(randomBytes(32)));
    const createdAt = await this.database.now(tx);
    const expiresAt = unixSeconds(createdAt + LIFE_SECONDS);
    await this.challenges.insert(tx, { ...subject, challenge, createdAt, expiresAt });
    const detail = { ...subject, challenge, expiresAt };
    await this.audit.append(tx, { type: 'destination.challenged', actor, subject: subject.address, detail });
    return { challenge, expiresAt };
  }

  /** @throws DomainError CONTROL_NOT_PROVEN unless the proof's challenge is open and for this very entry */
  async requireOpen(subject: ControlSubject, { challenge, expiresAt }: SignedControl): Promise<void> {
    const [now, known] = await Promise.all([this.database.now(), this.challenges.find(challenge)]);
    const isOpen =
      known?.usedAt === null &&
      now < known.expiresAt &&
      known.expiresAt === expiresAt &&
      known.chainId === subject.chainId &&
      known.address === subject.address &&
      known.label === subject.label &&
      known.owner === subject.owner;
    if (!isOpen) throw notOpen();
  }

  /**
   * Uses up the challenge of a prepared entry in the transaction that writes its proposal, so that a proof cannot be
   * replayed for a second proposal. Entries without a signed proof, and versions that only tighten, have none.
   * @param before the version in force, or null
   * @throws DomainError CONTROL_NOT_PROVEN if it was used or has expired
   */
  async use(tx: Tx, content: DestinationContent, before: DestinationContent | null): Promise<void> {
    const challenge = freshChallenge(content, before);
    if (challenge === undefined) return;
    if (!(await this.challenges.use(tx, challenge, await this.database.now(tx)))) throw notOpen();
  }
}

function freshChallenge(content: DestinationContent, before: DestinationContent | null): Bytes32 | undefined {
  const { control } = content;
  if (control.kind === 'none' || destinationDirection(before, content) === 'tightens') return undefined;
  return control.challenge;
}

function notOpen(): DomainError {
  const detail = 'the challenge is not one that was given out for this entry, was used, or has expired';
  return DomainError.at('/control/challenge', 'CONTROL_NOT_PROVEN', detail);
}
