import { Injectable } from '@nestjs/common';
import { LastLook } from '../clearances/last-look.js';
import { Config } from '../config/config.js';
import { DomainError } from '../domain/errors.js';
import { isNewVersionDue } from '../domain/relay/flight.js';
import type { Reason, TransferIn } from '../domain/transfers/transfer.js';
import { ExecutionCalls } from './execution-calls.js';
import { FlightDrafts, placeOf } from './flight-drafts.js';
import type { Draft, Going } from './going.js';
import { Handing } from './handing.js';
import { StoredSteps } from './stored-steps.js';
import { CAPPED, waitingWords } from './waiting-words.js';

type Paying = TransferIn<'signed' | 'submitted'>;

export interface Sent {
  /** True if the transfer no longer stands, so that what is on its way must not be mined. */
  readonly isStopped: boolean;
  /** True if a look did not let it go on. */
  readonly isHeldUp: boolean;
  /** What it waits for, if the relayer or a look is the reason. */
  readonly words: string | undefined;
}

/** Sends the payment itself, each time only after a last look at everything (invariant 25). */
@Injectable()
export class ExecutionSending {
  constructor(
    private readonly config: Config,
    private readonly calls: ExecutionCalls,
    private readonly looks: LastLook,
    private readonly drafts: FlightDrafts,
    private readonly steps: StoredSteps,
    private readonly handing: Handing,
  ) {}

  async send(transfer: Paying, going: Going): Promise<Sent> {
    const { turn, concerned } = going;
    const { own, block } = turn;
    const call = await this.calls.call(transfer, going.safe);
    const sight = await this.looks.see(transfer);
    const isNew = !own || isNewVersionDue(own, block.number);
    // What stopped holding may be why nothing can be drafted, so it is judged all the same.
    const draft = isNew
      ? await orError(this.drafts.draft({ ...placeOf(going), purpose: 'execute', call }))
      : undefined;
    const isDrafted = !(draft instanceof DomainError);
    const looked = await this.steps.execute(transfer, sight, isDrafted ? draft : undefined);
    if (looked.kind !== 'stands') {
      const isStopped = looked.kind === 'stopped';
      return { isStopped, isHeldUp: true, words: wordsOf(looked.reasons) };
    }
    if (!isDrafted) throw draft;
    const flight = draft?.flight ?? own;
    if (!flight) return { isStopped: false, isHeldUp: false, words: CAPPED };
    const sent = { ...flight, ...(await this.handing.hand(flight, concerned, block)) };
    return {
      isStopped: false,
      isHeldUp: false,
      words: waitingWords(sent, block.number, this.config.relayerFeeCap),
    };
  }
}

async function orError(draft: Promise<Draft | undefined>): Promise<Draft | undefined | DomainError> {
  try {
    return await draft;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error;
  }
}

function wordsOf(reasons: readonly Reason[]): string {
  const why = reasons.map(({ reason }) => reason).join('; ');
  return why === '' ? 'it is not sent: it no longer stands' : `it is not sent: ${why}`;
}
