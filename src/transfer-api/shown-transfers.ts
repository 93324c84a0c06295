import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { veilable } from '../domain/transfers/veilable-transfer.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import type { Principal } from '../infra/http/access.js';
import { StoredSimulation } from '../simulation/simulation-record.contract.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import type { ExceptionView } from './views/exceptions.contract.js';
import { maskDetail, maskException, maskRow } from './masks.js';
import { wholeEvidence } from './views/shown-evidence.js';
import type { TransferDetail } from './detail/transfer-detail.contract.js';
import { TransferDetails } from './detail/transfer-details.js';
import { ExceptionViews } from './views/exception-views.js';
import { TransferLookup } from './views/transfer-lookup.js';
import { TransferViews } from './views/transfer-views.js';
import type { TransferRow, TransferView } from './views/transfer-row.contract.js';
import type { SimulationView } from './views/transfers.contract.js';
import { SignatureVeil } from '../veil/signature-veil.js';
import { Veil } from '../veil/veil.js';

/** Transfers as this reader may see them: owners' signatures only if they own a key of the Safe; and a person who must re-key one sees neither destination nor amount before. */
@Injectable()
export class ShownTransfers {
  constructor(
    private readonly lookup: TransferLookup,
    private readonly views: TransferViews,
    private readonly details: TransferDetails,
    private readonly exceptionViews: ExceptionViews,
    private readonly veil: Veil,
    private readonly signatures: SignatureVeil,
    private readonly simulations: SimulationsRepository,
  ) {}

  /** A page of them, in as many queries as one takes. */
  async list(transfers: readonly Transfer[], by: Principal): Promise<TransferRow[]> {
    const rows = await this.views.rows(transfers);
    const hidden = await this.veil.hiddenOf(transfers.map(veilable), by);
    const withheld = await this.signatures.hiddenOf(transfers, by);
    return transfers.flatMap((transfer, index) => {
      const row = rows[index];
      if (!row) return [];
      const whole = withheld.has(transfer.id) ? row : { ...row, evidence: wholeEvidence(transfer) };
      return [hidden.has(transfer.id) ? maskRow(whole) : whole];
    });
  }

  async detail(id: string, by: Principal): Promise<TransferDetail> {
    const transfer = await this.lookup.find(parseId('tr', id));
    const detail = await this.whole(transfer, await this.details.of(transfer), by);
    return (await this.veil.hides(transfer, by)) ? maskDetail(detail) : detail;
  }

  /** With what owners signed, for those who may see it. */
  private async whole<V extends TransferView>(transfer: Transfer, view: V, by: Principal): Promise<V> {
    if (await this.signatures.hides(transfer, by)) return view;
    return { ...view, evidence: wholeEvidence(transfer) };
  }

  /** The exceptions of each of these transfers. */
  async exceptions(
    transfers: readonly Transfer[],
    by: Principal,
  ): Promise<ReadonlyMap<TransferId, readonly ExceptionView[]>> {
    const shown = await this.exceptionViews.ofEach(transfers);
    const hidden = await this.veil.hiddenOf(transfers.map(veilable), by);
    return new Map([...shown].map(([id, views]) => [id, hidden.has(id) ? views.map(maskException) : views]));
  }

  /** The record is hidden as a whole, because all of it is about destination and amount. */
  async simulation(id: string, simulationId: string, by: Principal): Promise<SimulationView['record']> {
    const transfer = await this.lookup.find(parseId('tr', id));
    await this.lookup.requireShown(transfer, by);
    const record = await this.simulations.record(transfer.id, simulationId);
    if (record === undefined)
      throw new DomainError('SIMULATION_NOT_FOUND', 'this transfer has no such simulation');
    return StoredSimulation.parse(record);
  }
}
