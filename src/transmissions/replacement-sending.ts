import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DomainError } from '../domain/errors.js';
import { isHandingDue, isNewVersionDue } from '../domain/relay/flight.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { BurnCalls } from './burn-calls.js';
import { FlightDrafts, placeOf } from './flight-drafts.js';
import type { NewFlight } from './flights.repository.js';
import type { Draft, Going } from './going.js';
import { Handing } from './handing.js';
import type { RelayedCall } from '../infra/chain/relayer/relayer.js';
import { KeyTurns } from './key-turns.js';
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
    private readonly turns: KeyTurns,
  ) {}

  /** @throws DomainError QUORUM if fewer owners signed the burn than the Safe wants, and nothing is on its way */
  async burn(transfer: TransferIn<'cancelling'>, going: Going): Promise<string | undefined> {
    // Also before stored bytes are handed out again: what the owners signed is verified at every read.
    const call = await this.burnCall(transfer, going);
    if (call instanceof DomainError) {
      // Its payment may be on its way all the same, and taking that back needs no owner.
      const { own, block } = going.turn;
      const isDue = own?.purpose !== 'void' || isHandingDue(own, block.number);
      if (isDue) await this.void(transfer, going);
      return `${call.message}; the relayer takes back what it has sent`;
    }
    const draft = isNew('burn', going)
      ? await this.drafts.draft({ ...placeOf(going), purpose: 'burn', call })
      : undefined;
    if (draft) await this.steps.burn(transfer, draft);
    return this.hand(draft, going);
  }

  /** At its own account nonce, or at that of what others have left. */
  async void(transfer: Sendable, going: Going): Promise<string | undefined> {
    const { own, block } = going.turn;
    // What is left of a payment whose nonce is used pays nobody; whoever comes next replaces it.
    if (own && own.purpose !== 'void' && (await this.turns.isOver(transfer, block))) return undefined;
    const order = { ...placeOf(going), purpose: 'void' as const, call: undefined };
    const draft = isNew('void', going) ? await this.drafts.draft(order) : undefined;
    if (draft) await this.steps.void(transfer, draft);
    return this.hand(draft, going);
  }

  private async burnCall(
    transfer: TransferIn<'cancelling'>,
    { safe, turn }: Going,
  ): Promise<RelayedCall | DomainError> {
    try {
      return await this.calls.call(transfer, safe);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'QUORUM' || !turn.own) throw error;
      return error;
    }
  }

  private async hand(draft: Draft | undefined, { concerned, turn }: Going): Promise<string | undefined> {
    // Where the cap allows no increase, what others have left uses up the account nonce as well.
    const flight: NewFlight | undefined = draft?.flight ?? turn.own ?? turn.left;
    // A payment that is to be replaced is not handed out again, whatever the cap says of its replacement.
    if (!flight || flight.purpose === 'execute') return CAPPED;
    if (flight === turn.left && !isHandingDue(turn.left, turn.block.number)) return CAPPED;
    const sent = { ...flight, ...(await this.handing.hand(flight, concerned, turn.block)) };
    return waitingWords(sent, turn.block.number, this.config.relayerFeeCap);
  }
}

function isNew(purpose: Purpose, { turn: { own, block } }: Going): boolean {
  return own?.purpose !== purpose || isNewVersionDue(own, block.number);
}
