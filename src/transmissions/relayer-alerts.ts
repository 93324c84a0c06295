import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { isAlertDue } from '../domain/relay/alert-due.js';
import type { Address } from '../domain/values/address.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { Relayer } from '../infra/chain/relayer/relayer.js';
import { FindingsRepository } from '../safes/findings.repository.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { SafesRepository } from '../safes/safes.repository.js';
import type { Concerned } from './concerned.js';
import { RelayerPrices } from './relayer-prices.js';

type AlertCode = 'RELAYER_FUNDS' | 'RELAYER_FEE_CAP';

const REASONS: Readonly<Record<AlertCode, string>> = {
  RELAYER_FUNDS: "the relayer's key has coin for fewer than 20 executions",
  RELAYER_FEE_CAP: 'the chain asks higher fees than RELAYER_FEE_CAP_GWEI',
};

/** Tells people what keeps the relayer from sending. It freezes nothing, and is told once. */
@Injectable()
export class RelayerAlerts implements OnModuleInit {
  private readonly log = new Logger(RelayerAlerts.name);
  /** What this process has seen to be fine since it told of it. */
  private readonly fine = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly safes: SafesRepository,
    private readonly relayer: Relayer,
    private readonly prices: RelayerPrices,
    private readonly findings: FindingsRepository,
    private readonly freezer: SafeFreezer,
  ) {}

  onModuleInit(): void {
    this.jobs.regularly(() => this.checkFunds());
  }

  /** @param isFine if false, people are told, unless they know already */
  async tell(code: AlertCode, concerned: Concerned, isFine: boolean): Promise<void> {
    const { safeId, transferId, address } = concerned;
    const key = `${code} ${safeId} ${address}`;
    if (isFine) {
      this.fine.add(key);
      return;
    }
    await this.database.transaction(async (tx) => {
      const last = await this.findings.lastAt(tx, { code, safeId });
      const now = await this.database.now(tx);
      if (!isAlertDue({ last, now, wasFine: this.fine.has(key) })) return;
      const detail = { relayer: address };
      await this.freezer.record(
        tx,
        { code, safeId, transferId, detail },
        { actor: 'system', reason: REASONS[code] },
      );
    });
    this.fine.delete(key);
  }

  /** Of every key that some Safe is sent for by. */
  private async checkFunds(): Promise<void> {
    try {
      const safes = await this.safes.list();
      if (safes.length === 0) return;
      const block = await this.prices.block();
      const isFine = new Map<Address, boolean>();
      for (const safe of safes) {
        const address = this.relayer.addressOf(safe.address);
        const known = isFine.get(address) ?? (await this.prices.hasFunds(address, block));
        isFine.set(address, known);
        await this.tell('RELAYER_FUNDS', { safeId: safe.id, transferId: null, address }, known);
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.log.warn(`the relayer's funds cannot be read now: ${error.message}`);
    }
  }
}
