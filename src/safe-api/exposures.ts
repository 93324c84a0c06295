import { Injectable } from '@nestjs/common';
import { type LiveHash, liveHashes } from '../domain/transfers/exposure.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { GenuineSignatures } from './genuine-signatures.js';

export interface SafeExposure {
  readonly safe: OnboardedSafe;
  readonly hashes: readonly LiveHash[];
}

/** What owners signed, or were asked to, of each Safe, and nobody has executed yet (invariant 12). */
@Injectable()
export class Exposures {
  constructor(
    private readonly safes: SafesRepository,
    private readonly transfers: TransfersRepository,
    private readonly signatures: GenuineSignatures,
  ) {}

  async list(): Promise<readonly SafeExposure[]> {
    return this.each(await this.safes.list());
  }

  async find(id: SafeId, tx?: Tx): Promise<SafeExposure | undefined> {
    const safe = await this.safes.find(id, tx);
    return safe && (await this.each([safe], tx))[0];
  }

  private async each(safes: readonly OnboardedSafe[], tx?: Tx): Promise<readonly SafeExposure[]> {
    const transfers = await this.transfers.exposed(
      safes.map(({ id }) => id),
      tx,
    );
    const signed = await this.signatures.over(transfers, tx);
    return safes.map((safe) => {
      const own = transfers.filter(({ intent }) => intent.safeId === safe.id);
      const exposed = own.map((transfer) => ({ transfer, signed: signed.get(transfer.id) ?? [] }));
      return { safe, hashes: liveHashes(exposed, safe.profile.threshold) };
    });
  }
}
