import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import { Register } from '../../register/register.js';
import type { RegisterHealth } from './health-parts.contract.js';
import type { Found } from './shared-look.js';

/** Whether everything that is governed still verifies. */
@Injectable()
export class RegisterPart {
  constructor(private readonly register: Register) {}

  async look(): Promise<Found<RegisterHealth>> {
    try {
      const { ledger } = await this.register.current();
      const data = { acts: ledger.size, head: ledger.head };
      const words = ledger.size === 1 ? 'Its one act verifies.' : `All ${String(ledger.size)} acts verify.`;
      return { status: 'ok', words, data };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return {
        status: 'down',
        words: `It does not verify (${error.code}): nothing can be decided.`,
        data: null,
      };
    }
  }
}
