import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import type { Principal } from '../infra/http/access.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import type { ExceptionView } from './exceptions.contract.js';
import { maskDetail, maskException, maskView } from './masks.js';
import { wholeEvidence } from './detail/shown-evidence.js';
import type { TransferDetail } from './detail/transfer-detail.contract.js';
import { TransferDetails } from './detail/transfer-details.js';
import { ExceptionViews } from './exception-views.js';
import { TransferLookup } from './transfer-lookup.js';
import { TransferViews } from './transfer-views.js';
import type { SimulationView, TransferView } from './transfers.contract.js';
import { SignatureVeil } from '../veil/signature-veil.js';
import { Veil } from '../veil/veil.js';

const StoredRecord = z.record(z.string(), z.unknown());

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

  async view(transfer: Transfer, by: Principal): Promise<TransferView> {
    const view = await this.whole(transfer, await this.views.view(transfer), by);
    return (await this.veil.hides(transfer, by)) ? maskView(view) : view;
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

  async exceptions(transfer: Transfer, by: Principal): Promise<ExceptionView[]> {
    const shown = await this.exceptionViews.of(transfer);
    return (await this.veil.hides(transfer, by)) ? shown.map(maskException) : shown;
  }

  /** The record is hidden as a whole, because all of it is about destination and amount. */
  async simulation(id: string, simulationId: string, by: Principal): Promise<SimulationView['record']> {
    const transfer = await this.lookup.find(parseId('tr', id));
    await this.lookup.requireShown(transfer, by);
    const record = await this.simulations.record(transfer.id, simulationId);
    if (record === undefined)
      throw new DomainError('SIMULATION_NOT_FOUND', 'this transfer has no such simulation');
    return StoredRecord.parse(record);
  }
}
