import { Injectable } from '@nestjs/common';
import { LastLook, type Looked } from '../clearances/last-look.js';
import { Config } from '../config/config.js';
import { isNewVersionDue } from '../domain/relay/flight.js';
import type { Reason, TransferIn } from '../domain/transfers/transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { ExecutionCalls } from './execution-calls.js';
import { FlightDrafts, placeOf } from './flight-drafts.js';
import type { Going } from './going.js';
import { Handing } from './handing.js';
import { StoredSteps } from './stored-steps.js';
import { CAPPED, waitingWords } from './waiting-words.js';

type Paying = TransferIn<'signed' | 'submitted'>;

export interface Sent {
  /** True if the transfer no longer stands, so that what is on its way must not be mined. */
  readonly isStopped: boolean;
  /** True if what others have left at its account nonce offers so much that it may not offer more. */
  readonly isOutbid: boolean;
  /** What it waits for, if the relayer or a look is the reason. */
  readonly words: string | undefined;
}

/** Sends the payment itself, each time only after a last look at everything (invariant 25). */
@Injectable()
export class ExecutionSending {
  /** Looks that did not let a transfer go on, so that it is not simulated anew each second. */
  private readonly pauses = new Map<TransferId, { readonly until: number; readonly words: string }>();

  constructor(
    private readonly config: Config,
    private readonly calls: ExecutionCalls,
    private readonly looks: LastLook,
    private readonly drafts: FlightDrafts,
    private readonly steps: StoredSteps,
    private readonly handing: Handing,
    private readonly cadence: Cadence,
  ) {}

  /** @returns why a look has just not let it go on; undefined if another is due */
  paused(id: TransferId): string | undefined {
    const pause = this.pauses.get(id);
    return pause && performance.now() < pause.until ? pause.words : undefined;
  }

  async send(transfer: Paying, going: Going): Promise<Sent> {
    const { turn, concerned } = going;
    const { own, block } = turn;
    const call = await this.calls.call(transfer, going.safe);
    const sight = await this.looks.see(transfer);
    const isNew = !own || isNewVersionDue(own, block.number);
    const first = isNew ? await this.steps.judge(transfer, sight) : undefined;
    if (first && first.kind !== 'stands') return this.pause(transfer.id, first);
    const draft = isNew
      ? await this.drafts.draft({ ...placeOf(going), purpose: 'execute', call })
      : undefined;
    const looked = await this.steps.execute(transfer, sight, draft);
    if (looked.kind !== 'stands') return this.pause(transfer.id, looked);
    const flight = draft?.flight ?? own;
    if (!flight) return { isStopped: false, isOutbid: turn.left !== undefined, words: CAPPED };
    const sent = { ...flight, ...(await this.handing.hand(flight, concerned, block)) };
    const words = waitingWords(sent, block.number, this.config.relayerFeeCap);
    return { isStopped: false, isOutbid: false, words };
  }

  private pause(id: TransferId, { kind, reasons }: Exclude<Looked, { kind: 'stands' }>): Sent {
    const [now, words] = [performance.now(), wordsOf(reasons)];
    for (const [each, { until }] of this.pauses) if (until <= now) this.pauses.delete(each);
    this.pauses.set(id, { until: now + this.cadence.lookAgain, words });
    return { isStopped: kind === 'stopped', isOutbid: false, words };
  }
}

function wordsOf(reasons: readonly Reason[]): string {
  const why = reasons.map(({ reason }) => reason).join('; ');
  return why === '' ? 'it is not sent: it no longer stands' : `it is not sent: ${why}`;
}
