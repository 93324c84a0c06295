import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { isNewVersionDue } from '../domain/relay/flight.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { BurnCalls } from './burn-calls.js';
import { FlightDrafts, placeOf } from './flight-drafts.js';
import type { NewFlight } from './flights.repository.js';
import type { Draft, Going } from './going.js';
import { Handing } from './handing.js';
import type { Sendable } from './sendable.js';
import { StoredSteps } from './stored-steps.js';
import { CAPPED, waitingWords } from './waiting-words.js';

type Purpose = 'burn' | 'void';

/** Sends what keeps a payment from being mined: the burn of its nonce, or a void at its account nonce. No look holds them up. */
@Injectable()
export class ReplacementSending {
  constructor(
    private readonly config: Config,
    private readonly calls: BurnCalls,
    private readonly drafts: FlightDrafts,
    private readonly steps: StoredSteps,
    private readonly handing: Handing,
  ) {}

  async burn(transfer: TransferIn<'cancelling'>, going: Going): Promise<string | undefined> {
    // Also before stored bytes are handed out again: what the owners signed is verified at every read.
    const call = await this.calls.call(transfer, going.safe);
    const draft = isNew('burn', going)
      ? await this.drafts.draft({ ...placeOf(going), purpose: 'burn', call })
      : undefined;
    if (draft) await this.steps.burn(transfer, draft);
    return this.hand(draft, going);
  }

  async void(transfer: Sendable, going: Going): Promise<string | undefined> {
    const order = { ...placeOf(going), purpose: 'void' as const, call: undefined };
    const draft = isNew('void', going) ? await this.drafts.draft(order) : undefined;
    if (draft) await this.steps.void(transfer, draft);
    return this.hand(draft, going);
  }

  private async hand(draft: Draft | undefined, { concerned, turn }: Going): Promise<string | undefined> {
    const flight: NewFlight | undefined = draft?.flight ?? turn.own;
    // A payment that is to be replaced is not handed out again, whatever the cap says of its replacement.
    if (!flight || flight.purpose === 'execute') return CAPPED;
    const sent = { ...flight, ...(await this.handing.hand(flight, concerned, turn.block)) };
    return waitingWords(sent, turn.block.number, this.config.relayerFeeCap);
  }
}

function isNew(purpose: Purpose, { turn: { own, block } }: Going): boolean {
  return own?.purpose !== purpose || isNewVersionDue(own, block.number);
}
