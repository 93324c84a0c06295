import { Injectable } from '@nestjs/common';
import { type GovernedChange, isGoverned } from '../../domain/changes/change.js';
import { POLICY } from '../../domain/changes/kinds/policy.js';
import { type ChangeRecord, isOpen, latest, objectKey } from '../../domain/register/ledger.js';
import type { Registered } from '../../domain/register/registered.js';
import { changedLines } from '../../domain/policies/change-directions.js';
import { policyDirection } from '../../domain/policies/policy-direction.js';
import { reviewPolicy } from '../../domain/policies/policy-review.js';
import { type PolicyDocument, PolicyDocumentSchema } from '../../domain/policies/policy.js';
import {
  type PastTransfer,
  REPLAY_ASSUMPTIONS,
  longestWindow,
  replayHistory,
  replayWords,
} from '../../domain/policies/replay-history.js';
import { DAY_SECONDS, type UnixSeconds, unixSeconds } from '../../domain/values/time.js';
import { Database } from '../../infra/database/database.js';
import type { Principal } from '../../infra/http/access.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { Register } from '../../register/register.js';
import type { ReviewView } from './policy-review.contract.js';

/** Past transfers that this reader may know of. */
export interface KnownPast {
  /** Oldest first. */
  readonly transfers: readonly PastTransfer[];
  /** False if there were more than the maximum. */
  readonly isComplete: boolean;
  /** How many are left out: the ones that the reader may not see yet, and those decided after them. */
  readonly veiled: number;
}

export type PastOf = (reader: Principal, since: UnixSeconds) => Promise<KnownPast>;

type Drafted = Pick<GovernedChange, 'kind' | 'content'>;
type Based = Pick<GovernedChange, 'kind' | 'content' | 'base'>;

const DAYS = 90;
const SHOWN_MAX = 50;

/**
 * Reviews the effect of a policy draft for people who are about to sign it. It is advice, not part of what is signed. A
 * row above knows past decisions and registers as their source here.
 */
@Injectable()
export class PolicyReviews {
  #past: PastOf | undefined;

  constructor(
    private readonly database: Database,
    private readonly register: Register,
  ) {}

  use(past: PastOf): void {
    this.#past = past;
  }

  async ofDraft(drafted: Drafted, reader: Principal): Promise<ReviewView | null> {
    const register = await this.register.current();
    const base = latest(register.ledger, 'policy', POLICY)?.hash ?? null;
    return this.of(register, { ...drafted, base }, reader);
  }

  /** Null unless the change may still come into force. */
  async ofRecord(
    register: Registered,
    { change, status }: ChangeRecord,
    reader: Principal,
  ): Promise<ReviewView | null> {
    return isOpen(status) && isGoverned(change) ? this.of(register, change, reader) : null;
  }

  /** Null unless it changes the policy and its content is one. */
  private async of(register: Registered, change: Based, reader: Principal): Promise<ReviewView | null> {
    if (change.kind !== 'policy') return null;
    const parsed = PolicyDocumentSchema.safeParse(change.content);
    if (!parsed.success) return null;
    const versions = register.ledger.objects.get(objectKey('policy', POLICY)) ?? [];
    const before = versions.find(({ hash }) => hash === change.base);
    const after = parsed.data;
    const [was, version] = [before && PolicyDocumentSchema.parse(before.content), versions.length + 1];
    return {
      ...(was ? { direction: policyDirection(was, after), ...copied(changedLines(was, after)) } : NEW),
      remarks: reviewPolicy(after).map((each) => ({
        ...each,
        rules: [...each.rules],
        tiers: [...each.tiers],
      })),
      replay: await this.replay({ version, document: after }, reader),
    };
  }

  private async replay(
    draft: { readonly version: number; readonly document: PolicyDocument },
    reader: Principal,
  ): Promise<ReviewView['replay']> {
    if (!this.#past) return null;
    const now = await this.database.now();
    const from = unixSeconds(now - DAYS * DAY_SECONDS);
    const { transfers, isComplete, veiled } = await this.#past(
      reader,
      unixSeconds(from - longestWindow(draft.document)),
    );
    const replayed = replayHistory(draft, transfers, from);
    return {
      days: DAYS,
      transfers: replayed.transfers,
      summary: replayWords(DAYS, replayed),
      otherwiseCount: replayed.otherwise.length,
      otherwise: replayed.otherwise.slice(-SHOWN_MAX).map(({ at, was, would, because, transfer }) => ({
        transfer,
        at: printTimestamp(at),
        was: { ...was },
        would: { ...would },
        because: [...because],
      })),
      ...{ isComplete, veiled, assumed: [...REPLAY_ASSUMPTIONS] },
    };
  }
}

/** The first policy of all. */
const NEW = { direction: 'loosens' as const, loosened: [], tightened: [] };

function copied({ loosened, tightened }: ReturnType<typeof changedLines>) {
  return { loosened: [...loosened], tightened: [...tightened] };
}
