import { LOG_SETTINGS } from '../log-settings.js';
import { randomUUID } from 'node:crypto';
import { loadConfig } from '../../src/config/config.js';
import type { RollingWindow } from '../../src/domain/policies/windows.js';
import { type TransferId, parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { Database, type Tx } from '../../src/infra/database/database.js';
import { newId } from '../../src/infra/database/new-id.js';
import { ReservationsRepository, type Usage } from '../../src/policies/reservations.repository.js';
import { freshDatabase } from '../world.js';

export const NO_LIMIT = 10n ** 90n;

export interface Wish {
  readonly id: TransferId;
  readonly scopes?: readonly string[];
  readonly windowSeconds?: number;
  readonly amount?: bigint;
  readonly max?: bigint;
  /** When the question is asked; now, if absent. */
  readonly at?: number;
}

/** A database with all migrations, the repository on it, and what a gateway does with both. */
export class LimitWorld {
  readonly reservations = new ReservationsRepository();
  /** Two scopes of the test's own. */
  safe = '';
  destination = '';

  private constructor(
    readonly url: string,
    readonly database: Database,
    private readonly drop: () => Promise<void>,
  ) {
    this.freshScopes();
  }

  static async open(): Promise<LimitWorld> {
    const fresh = await freshDatabase();
    const config = loadConfig({
      DATABASE_URL: fresh.url,
      RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
      CHAIN_ID: '1',
      RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
      FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
      ...LOG_SETTINGS,
      SESSION_SECRET: 'x'.repeat(32),
      PUBLIC_ORIGIN: 'http://localhost:3000',
    });
    return new LimitWorld(fresh.url, new Database(config), () => fresh.drop());
  }

  async close(): Promise<void> {
    await this.database.onApplicationShutdown();
    await this.drop();
  }

  freshScopes(): void {
    this.safe = `safe:${randomUUID()}:usdc`;
    this.destination = `destination:${randomUUID()}:usdc`;
  }

  async aTransfer(): Promise<TransferId> {
    const [id = ''] = await storeTransfers(this.database, 1);
    return parseId('tr', id);
  }

  async usageOf(tx: Tx, wish: Wish): Promise<Usage[]> {
    const { id, scopes = [this.safe], amount = 0n, max = NO_LIMIT, windowSeconds = 86_400 } = wish;
    const now = unixSeconds(wish.at ?? (await this.database.now(tx)));
    const windows = scopes.map((scopeKey) => aWindow(scopeKey, { windowSeconds, amount, max }));
    return this.reservations.usage(tx, { scopes, windows, now, exceptTransferId: id });
  }

  async usedOf(tx: Tx, wish: Wish): Promise<bigint[]> {
    return (await this.usageOf(tx, wish)).map(({ used }) => used);
  }

  /** What the transfers service does: read under the lock, decide, reserve. */
  async tryToReserve(wish: Wish, amount: bigint, max: bigint): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const usage = await this.usageOf(tx, { ...wish, amount, max });
      if (usage.some(({ used }) => used + amount > max)) return false;
      await this.reservations.reserve(tx, wish.id, budget(wish.scopes ?? [this.safe], amount));
      return true;
    });
  }

  async reserved(amount: bigint, scopes: readonly string[] = [this.safe]): Promise<TransferId> {
    const id = await this.aTransfer();
    await this.tryToReserve({ id, scopes }, amount, NO_LIMIT);
    return id;
  }

  async settle(id: TransferId, asApproved = true): Promise<void> {
    await this.database.transaction((tx) => this.reservations.settle(tx, id, asApproved));
  }

  async release(id: TransferId): Promise<void> {
    await this.database.transaction((tx) => this.reservations.release(tx, id));
  }

  /** Of the Safe's scope, by everybody. */
  async used(windowSeconds = 86_400, at?: number): Promise<bigint | undefined> {
    const wish = { id: await this.aTransfer(), windowSeconds, ...(at !== undefined && { at }) };
    const [sum] = await this.database.transaction((tx) => this.usedOf(tx, wish));
    return sum;
  }
}

export function budget(scopes: readonly string[], amount: bigint) {
  return scopes.map((scope) => ({ scope, amount: amount.toString() }));
}

/** A rule that is named as its scope. */
export function aWindow(
  scopeKey: string,
  terms: Pick<RollingWindow, 'amount' | 'max'> & Partial<RollingWindow>,
): RollingWindow {
  return { ruleId: scopeKey, scopeKey, windowSeconds: 86_400, ...terms };
}

export async function storeTransfers({ read }: Database, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('tr'));
  await read.$executeRaw`
    INSERT INTO transfer (id, safe_id, requester_id, state, revision, intent, intent_hash, intent_signature,
      signer_key_id, evidence, created_at, updated_at, expires_at)
    SELECT id, 'safe', 'person', 'requested', 0, '{}', id, '0x', '0x', '{}', now(), now(), now()
    FROM unnest(${ids}::text[]) AS ids(id)`;
  return ids;
}
