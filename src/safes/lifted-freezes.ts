import { Injectable } from '@nestjs/common';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';

/** Which freezes a quorum has lifted, by its active changes. Nothing else lifts one. */
@Injectable()
export class LiftedFreezes {
  constructor(private readonly register: Register) {}

  async ids(tx: Tx): Promise<ReadonlySet<string>> {
    return (await this.register.current(tx)).liftedFreezes();
  }
}
