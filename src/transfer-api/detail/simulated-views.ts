import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DecisionsRepository } from '../../decisions/decisions.repository.js';
import type { Asset } from '../../domain/assets/asset.js';
import { ERROR_CODES } from '../../domain/errors.js';
import { NONCE_SLOT } from '../../domain/safes/storage-layout.js';
import { type Effects, EffectsSchema } from '../../domain/simulation/effects.js';
import { assetAddress } from '../../domain/transfers/intent.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { formatAmount } from '../../domain/values/amount.js';
import { SimulationsRepository } from '../../simulation/simulations.repository.js';
import type { TransferDetail } from './transfer-detail.contract.js';

const Report = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    ...{ engine: z.string(), provider: z.string(), blockHash: z.string() },
    effects: z.object({ status: z.object({ outcome: z.enum(['success', 'revert']) }) }),
  }),
  z.object({
    kind: z.literal('failed'),
    ...{ engine: z.string(), provider: z.string(), code: z.enum(ERROR_CODES) },
  }),
]);

/** The parts of a stored simulation that are shown. It comes from the database, so it is parsed. */
const Recorded = z.object({
  attempts: z.array(z.object({ report: Report })),
  judgement: z.object({ verdict: z.string(), effects: z.unknown().optional() }),
});

type Shown = Pick<TransferDetail, 'simulations' | 'effects' | 'engines'>;

/** What the engines found out about a transfer. */
@Injectable()
export class SimulatedViews {
  constructor(
    private readonly simulations: SimulationsRepository,
    private readonly decisions: DecisionsRepository,
  ) {}

  async of(transfer: Transfer, asset: Asset): Promise<Shown> {
    const [all, latest] = await Promise.all([
      this.simulations.list(transfer.id),
      this.simulations.latest(transfer.id),
    ]);
    const simulations = all.map((each) => ({ ...each, blockNumber: each.blockNumber.toString() }));
    if (!latest) return { simulations, effects: null, engines: [] };
    const { attempts, judgement } = Recorded.parse(latest.record);
    const engines = attempts.map(({ report }) => engineView(report));
    if (judgement.verdict !== 'agreed') return { simulations, effects: null, engines };
    const before = await this.decisions.balances(transfer.id, latest.at);
    const digested = z.record(z.string(), z.unknown()).parse(judgement.effects);
    const moves = movesIn(EffectsSchema.parse(digested), transfer, { asset, before });
    const effects = {
      blockNumber: latest.blockNumber.toString(),
      ...{ moves, digested },
      nonce: nonceIn(EffectsSchema.parse(digested)),
    };
    return { simulations, effects, engines };
  }
}

function engineView(report: z.output<typeof Report>): TransferDetail['engines'][number] {
  const { engine, provider } = report;
  return report.kind === 'failed'
    ? { engine, provider, blockHash: null, verdict: 'failed', code: report.code }
    : { engine, provider, blockHash: report.blockHash, verdict: report.effects.status.outcome, code: null };
}

interface Holding {
  readonly asset: Asset;
  /** What both sides had, by the decision of then. */
  readonly before: { readonly safe: bigint; readonly destination: bigint } | undefined;
}

type Move = NonNullable<TransferDetail['effects']>['moves'][number];

function movesIn(effects: Effects, { intent }: Transfer, { asset, before }: Holding): Move[] {
  const changes =
    asset.kind === 'native'
      ? (effects.nativeChanges ?? [])
      : (effects.tokenChanges ?? []).filter(({ token }) => token === assetAddress(asset));
  const had = (account: string): bigint | undefined => {
    if (account === intent.safe) return before?.safe;
    return account === intent.destination ? before?.destination : undefined;
  };
  return changes.map(({ account, delta }) => {
    const held = had(account);
    return {
      ...{ account, asset: asset.id, change: signed(delta, asset.decimals) },
      before: held === undefined ? null : signed(held, asset.decimals),
      after: held === undefined ? null : signed(held + delta, asset.decimals),
    };
  });
}

function signed(units: bigint, decimals: number): string {
  const text = formatAmount(units < 0n ? -units : units, decimals);
  return units < 0n ? `-${text}` : text;
}

function nonceIn({ safeSlots }: Effects) {
  const found = safeSlots?.find(({ slot }) => slot === NONCE_SLOT);
  if (!found) return null;
  const { slot, before, after } = found;
  return { slot, before: BigInt(before).toString(), after: BigInt(after).toString() };
}
