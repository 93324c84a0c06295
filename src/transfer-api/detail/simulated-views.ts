import { Injectable, Logger } from '@nestjs/common';
import { DecisionsRepository } from '../../decisions/decisions.repository.js';
import type { Asset } from '../../domain/assets/asset.js';
import { type ShownSimulation, shownSimulation } from '../../domain/evidence/shown-simulation.js';
import { NONCE_SLOT } from '../../domain/safes/storage-layout.js';
import type { Effects } from '../../domain/simulation/effects.js';
import { assetAddress } from '../../domain/transfers/intent.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { formatAmount } from '../../domain/values/amount.js';
import { SimulationsRepository } from '../../simulation/simulations.repository.js';
import type { TransferDetail } from './transfer-detail.contract.js';

type Engine = NonNullable<TransferDetail['engines']>[number];
type Shown = Pick<TransferDetail, 'simulations' | 'effects' | 'engines'>;

/** What the engines found out about a transfer. */
@Injectable()
export class SimulatedViews {
  private readonly logger = new Logger(SimulatedViews.name);

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
    const shown = shownSimulation(latest.record);
    if (!shown) {
      // One altered row takes nothing else from people, and is not shown as if nothing had been simulated.
      this.logger.error(`the latest simulation of ${transfer.id} cannot be read: see its row`);
      return { simulations, effects: null, engines: null };
    }
    const engines = shown.reports.map(engineView);
    if (!shown.agreed) return { simulations, effects: null, engines };
    const before = await this.decisions.balances(transfer.id, latest.at);
    const { digested, effects: agreed } = shown.agreed;
    const effects = {
      blockNumber: latest.blockNumber.toString(),
      ...{ moves: movesIn(agreed, transfer, { asset, before }), digested },
      nonce: nonceIn(agreed),
    };
    return { simulations, effects, engines };
  }
}

function engineView(report: ShownSimulation['reports'][number]): Engine {
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
