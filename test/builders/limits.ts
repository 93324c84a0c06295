import { loadConfig } from '../../src/config/config.js';
import type { RollingWindow } from '../../src/domain/policies/scopes.js';
import { type TransferId, parseId } from '../../src/domain/values/identifier.js';
import { Database, type Tx } from '../../src/infra/database/database.js';
import { newId } from '../../src/infra/database/new-id.js';
import { ReservationsRepository } from '../../src/policies/reservations.repository.js';
import { freshDatabase } from '../world.js';

export interface LimitWorld {
  readonly url: string;
  readonly database: Database;
  readonly reservations: ReservationsRepository;
  aTransfer(): Promise<TransferId>;
  close(): Promise<void>;
}

/** A database with all migrations, and the repository under test on it. */
export async function limitWorld(): Promise<LimitWorld> {
  const fresh = await freshDatabase();
  const database = new Database(
    loadConfig({
      DATABASE_URL: fresh.url,
      RPC_URLS: 'http://127.0.0.1:1,http://127.0.0.1:2',
      CHAIN_ID: '1',
      RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
      FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
      SESSION_SECRET: 'x'.repeat(32),
      PUBLIC_ORIGIN: 'http://localhost:3000',
    }),
  );
  return {
    url: fresh.url,
    database,
    reservations: new ReservationsRepository(),
    aTransfer: () => storeTransfer(database.read),
    close: async () => {
      await database.onApplicationShutdown();
      await fresh.drop();
    },
  };
}

async function storeTransfer(tx: Tx): Promise<TransferId> {
  const id = parseId('tr', newId('tr'));
  const moment = new Date();
  await tx.transfer.create({
    data: {
      id,
      safeId: 'safe',
      requesterId: 'person',
      state: 'requested',
      revision: 0,
      intent: {},
      intentHash: id,
      intentSignature: '0x',
      signerKeyId: '0x',
      evidence: {},
      createdAt: moment,
      updatedAt: moment,
      expiresAt: moment,
    },
  });
  return id;
}

/** A rule that is named as its scope. */
export function aWindow(
  scopeKey: string,
  terms: Pick<RollingWindow, 'amount' | 'max'> & Partial<RollingWindow>,
): RollingWindow {
  return { ruleId: scopeKey, scopeKey, windowSeconds: 86_400, ...terms };
}
