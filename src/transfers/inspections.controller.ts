import { Body, Controller, HttpCode, Injectable, Post } from '@nestjs/common';
import type { z } from 'zod';
import { DestinationsRepository } from '../address-book/destinations.repository.js';
import { AssetsRepository } from '../assets/assets.repository.js';
import { AuditLog } from '../audit-log/audit-log.js';
import { inspectSafeTransaction } from '../domain/transfers/inspect.js';
import { calldataDigest, safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import { parseId } from '../domain/values/identifier.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { Database } from '../infra/database/database.js';
import { CurrentPrincipal, Mutation, type Principal, actorOf } from '../infra/http/access.js';
import { Registries } from './gather-facts.js';
import { InspectTransaction } from './inspections.contract.js';

/** The registered assets and destinations of a chain. */
@Injectable()
export class Book {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly destinations: DestinationsRepository,
  ) {}

  async of(chainId: number) {
    const [registered, destinations] = await Promise.all([
      this.assets.list(chainId),
      this.destinations.list(chainId),
    ]);
    return { assets: registered.filter((each) => !each.isRemoved).map((each) => each.asset), destinations };
  }
}

@Injectable()
export class InspectionRecords {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async keep(
    actor: string,
    safeId: string,
    answer: { verdict: string; code: string | null; digests: Record<string, string> },
  ) {
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'safe-transaction.inspected', actor, safeId, detail: answer }),
    );
  }
}

/** Reads any Safe transaction that somebody proposes, against a live Safe: nothing is stored but the log entry. */
@Controller('v1/safe-transactions')
export class InspectionsController {
  constructor(
    private readonly registries: Registries,
    private readonly book: Book,
    private readonly reader: SafeReader,
    private readonly records: InspectionRecords,
  ) {}

  @Post('inspect')
  @HttpCode(200)
  @Mutation({
    roles: ['operator', 'approver', 'compliance', 'auditor', 'admin', 'signer'],
    audit: 'safe-transaction.inspected',
  })
  async inspect(
    @CurrentPrincipal() by: Principal,
    @Body({ schema: InspectTransaction }) body: z.output<typeof InspectTransaction>,
  ) {
    const safe = await this.registries.safe({ safeId: parseId('safe', body.safe) });
    const { nonce } = await this.reader.readProfile(safe.address);
    const { assets, destinations } = await this.book.of(safe.profile.chainId);
    const { transaction } = body;
    const inspection = inspectSafeTransaction(transaction, {
      safe: safe.address,
      assets,
      nonce,
      destinations,
    });
    const { domainHash, messageHash, digest } = safeTxDigests(
      transaction,
      safe.profile.chainId,
      safe.address,
    );
    const answer = {
      verdict: inspection.verdict,
      code: inspection.verdict === 'REFUSE' ? inspection.refusal.code : null,
      reason:
        inspection.verdict === 'REFUSE'
          ? inspection.refusal.reason
          : 'Sluice could have built this transaction',
      digests: {
        domainHash,
        messageHash,
        eip712Digest: digest,
        calldataDigest: calldataDigest(transaction.data),
      },
    };
    await this.records.keep(actorOf(by), safe.id, answer);
    return answer;
  }
}
