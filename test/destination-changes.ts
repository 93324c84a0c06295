import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditLogModule } from '../src/audit-log/audit-log.module.js';
import { DestinationChallenges } from '../src/changes/destinations/destination-challenges.js';
import { DestinationChangesModule } from '../src/changes/destinations/destination-changes.module.js';
import { DestinationPreparer } from '../src/changes/destinations/destination-preparer.js';
import { loadConfig } from '../src/config/config.js';
import { ConfigModule } from '../src/config/config.module.js';
import { controlDigest } from '../src/domain/address-book/control.js';
import type { DestinationContent, DestinationInput } from '../src/domain/address-book/destination.js';
import { DomainError } from '../src/domain/errors.js';
import type { Address } from '../src/domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../src/domain/values/hex.js';
import { parseId } from '../src/domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../src/domain/values/time.js';
import { CadenceModule } from '../src/infra/cadence/cadence.module.js';
import { ChainModule } from '../src/infra/chain/chain.module.js';
import { Database } from '../src/infra/database/database.js';
import { DatabaseModule } from '../src/infra/database/database.module.js';
import { applicationOptions } from '../src/infra/http/application.js';
import { HttpModule } from '../src/infra/http/http.module.js';
import { ProviderRosterModule } from '../src/register/provider-roster.module.js';
import { RegisterModule } from '../src/register/register.module.js';
import { sandboxChainId } from '../sandbox/anvil.js';
import type { StorySteps } from './e2e/story-steps.js';
import { LogAlarmsModule } from './log/hooks.module.js';

/** The part of Sluice that prepares destinations, on a story's database and chain. */
export function openDestinationChanges(story: StorySteps): Promise<INestApplicationContext> {
  const imports = [
    ConfigModule.with(loadConfig(story.environment)),
    CadenceModule.with(),
    ...[
      DatabaseModule,
      AuditLogModule,
      LogAlarmsModule,
      RegisterModule,
      ProviderRosterModule,
      HttpModule,
      ChainModule,
      DestinationChangesModule,
    ],
  ];
  return NestFactory.createApplicationContext(
    { module: class Opened {}, imports },
    applicationOptions(['error']),
  );
}

export function nowPlusDays(days: number): UnixSeconds {
  return unixSeconds(Math.floor(Date.now() / 1000) + days * 86_400);
}

/** A proposal without its proof, and what its proof has to be over. */
export interface Draft {
  readonly input: DestinationInput;
  readonly subject: Pick<DestinationInput, 'chainId' | 'address' | 'label' | 'owner'>;
  readonly terms: { readonly challenge: Bytes32; readonly expiresAt: UnixSeconds };
  readonly digest: Bytes32;
}

/** Drafts and prepares entries for one token, as somebody who proposes them would. */
export class Proposer {
  readonly installation = parseBytes32(`0x${'1a'.repeat(32)}`);
  readonly challenges: DestinationChallenges;
  readonly database: Database;
  readonly #preparer: DestinationPreparer;
  #made = 0;

  constructor(
    app: INestApplicationContext,
    private readonly assetId: string,
  ) {
    this.challenges = app.get(DestinationChallenges);
    this.database = app.get(Database);
    this.#preparer = app.get(DestinationPreparer);
  }

  async draft(address: Address, change: Partial<DestinationInput> = {}): Promise<Draft> {
    this.#made += 1;
    const assetId = parseId('ast', this.assetId);
    const input: DestinationInput = {
      chainId: sandboxChainId,
      address,
      label: `Exchange ${String(this.#made)}`,
      owner: 'Treasury',
      assetIds: [assetId],
      expiresAt: nowPlusDays(30),
      limits: [{ assetId, maxPerTransfer: '1000' }],
      canary: [{ assetId, max: '10' }],
      control: { kind: 'none', reason: 'a deposit address' },
      lookalikes: [],
      ...change,
    };
    const { chainId, label, owner } = input;
    const subject = { chainId, address, label, owner };
    const terms = await this.database.transaction((tx) => this.challenges.make(tx, subject, 'system'));
    const digest = controlDigest(subject, { ...terms, installation: this.installation });
    return { input, subject, terms, digest };
  }

  prepare(input: DestinationInput, replaces?: string): Promise<DestinationContent> {
    const { installation } = this;
    const before = replaces === undefined ? {} : { replaces: parseId('dst', replaces) };
    return this.#preparer.prepare(input, { installation, ...before });
  }

  /** What the preparation says against an entry. */
  refusal(input: DestinationInput, replaces?: string): Promise<Refused> {
    return refusalOf(this.prepare(input, replaces));
  }
}

export interface Refused {
  readonly code: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

export async function refusalOf(act: Promise<unknown>): Promise<Refused> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, faults } = error;
    const text = faults.map((each) => each.detail).join('\n');
    return { code, pointers: faults.map((each) => each.pointer), text };
  }
  throw new Error('it was not refused');
}
