import { Injectable } from '@nestjs/common';
import type { SafeId } from '../domain/values/identifier.js';
import { type PersonsSignature, SignatureIntake } from '../identity/signature-intake.js';
import type { Tx } from '../infra/database/database.js';
import { Freezes } from '../safes/freezes.js';

/** Accepts signatures towards a payment, unless the Safe is frozen. */
@Injectable()
export class UnfrozenIntake {
  constructor(
    private readonly intake: SignatureIntake,
    private readonly freezes: Freezes,
  ) {}

  /**
   * As `SignatureIntake.takeFrom`. Against deadlock, the freeze is checked after the signature: every transaction locks
   * a passkey's counter before the advisory lock of freezes.
   * @throws DomainError SAFE_FROZEN
   */
  async takeFrom(tx: Tx, given: PersonsSignature, safeId: SafeId) {
    const signed = await this.intake.takeFrom(tx, given);
    await this.freezes.require(tx, safeId);
    return signed;
  }

  /** Accepts a rejection, also while the Safe is frozen. */
  takeRefusal(tx: Tx, given: PersonsSignature) {
    return this.intake.takeFrom(tx, given);
  }
}
