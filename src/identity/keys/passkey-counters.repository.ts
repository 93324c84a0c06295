import { Injectable } from '@nestjs/common';
import type { KeyId } from '../../domain/identity/person.js';
import type { Tx } from '../../infra/database/database.js';

/** The highest signature counter that each passkey's authenticator has shown. */
@Injectable()
export class PasskeyCountersRepository {
  /**
   * Stores the counter of a genuine assertion. False if it has not grown, unless both are zero: the authenticator has
   * none (W3C WebAuthn L3, section 7.2, step 22). The row stays locked to the end of the transaction, so that of two
   * concurrent assertions with one counter the second is refused.
   */
  async raise(tx: Tx, key: KeyId, counter: number): Promise<boolean> {
    const raised = await tx.$executeRaw`
      INSERT INTO passkey_counter (credential_id, counter) VALUES (${key}, ${counter})
      ON CONFLICT (credential_id) DO UPDATE SET counter = EXCLUDED.counter
        WHERE passkey_counter.counter < EXCLUDED.counter
          OR (passkey_counter.counter = 0 AND EXCLUDED.counter = 0)`;
    return raised === 1;
  }
}
