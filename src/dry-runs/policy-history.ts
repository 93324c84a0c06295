import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type KnownPast, PolicyReviews } from '../changes/policy-reviews/policy-reviews.js';
import { readRecord } from '../domain/policies/decision-record.js';
import { pastTransfers } from '../domain/policies/replay-history.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Principal } from '../infra/http/access.js';
import { DecisionHistoryRepository } from './decision-history.repository.js';
import { HiddenTransfers } from '../veil/hidden-transfers.js';

/** Maximum decisions to replay while a person waits for the answer. */
const DECISIONS_MAX = 2_000;

/** Past decisions, for the review of another policy. */
@Injectable()
export class PolicyHistory implements OnModuleInit {
  constructor(
    private readonly reviews: PolicyReviews,
    private readonly history: DecisionHistoryRepository,
    private readonly hidden: HiddenTransfers,
  ) {}

  onModuleInit(): void {
    this.reviews.use((reader, since) => this.past(reader, since));
  }

  /** Leaves out hidden transfers and everything after them: the used limits of later ones reveal a hidden amount. */
  private async past(reader: Principal, since: UnixSeconds): Promise<KnownPast> {
    const records = await this.history.list({ from: since, withoutRelay: true, limit: DECISIONS_MAX + 1 });
    const all = pastTransfers(records.slice(0, DECISIONS_MAX).map(readRecord));
    const first = Math.min(...(await this.hidden.of(reader)).map(({ createdAt }) => createdAt));
    const transfers = all.filter(({ facts }) => facts.now < first);
    return { transfers, isComplete: records.length <= DECISIONS_MAX, veiled: all.length - transfers.length };
  }
}
