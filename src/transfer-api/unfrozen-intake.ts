import { Injectable } from '@nestjs/common';
import type { SafeId } from '../domain/values/identifier.js';
import { type PersonsSignature, SignatureIntake } from '../identity/signature-intake.js';
import type { Tx } from '../infra/database/database.js';
import { Freezes } from '../safes/freezes.js';

/** Takes in what people sign towards a payment, while nobody has said stop. */
@Injectable()
export class UnfrozenIntake {
  constructor(
    private readonly intake: SignatureIntake,
    private readonly freezes: Freezes,
  ) {}

  /**
   * As `SignatureIntake.takeFrom`. The freeze is asked after the signature: turns are taken last, a passkey's counter is
   * locked before them everywhere.
   * @throws DomainError SAFE_FROZEN
   */
  async takeFrom(tx: Tx, given: PersonsSignature, safeId: SafeId) {
    const signed = await this.intake.takeFrom(tx, given);
    await this.freezes.require(tx, safeId);
    return signed;
  }

  /** A no, which is taken whatever is frozen. */
  takeRefusal(tx: Tx, given: PersonsSignature) {
    return this.intake.takeFrom(tx, given);
  }
}
