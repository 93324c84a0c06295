import { Injectable } from '@nestjs/common';
import { type RekeyStanding, rekeyStanding } from '../domain/confirmations/rekeying.js';
import { DomainError, type Refusal, refusal } from '../domain/errors.js';
import { mayAskRekey } from '../domain/policies/least-required.js';
import type { Registered } from '../domain/register/registered.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { type VeilableTransfer, veilable } from '../domain/transfers/veilable-transfer.js';
import type { PersonId, TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import { Register } from '../register/register.js';
import { RekeyingsRepository } from './rekeyings.repository.js';

/**
 * Hides destination and amount from people who may still confirm a transfer and must first re-key both from the ticket.
 * It ends with the relay or the end of the transfer, after which no confirmation is asked for.
 */
@Injectable()
export class Veil {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly rekeyings: RekeyingsRepository,
  ) {}

  async hides(transfer: Transfer, viewer: Principal, tx?: Tx): Promise<boolean> {
    return (await this.hiddenOf([veilable(transfer)], viewer, tx)).has(transfer.id);
  }

  /** Which of these transfers are hidden from the viewer, in as many queries as for one. */
  async hiddenOf(
    transfers: readonly VeilableTransfer[],
    viewer: Principal,
    tx?: Tx,
  ): Promise<ReadonlySet<TransferId>> {
    if (viewer.kind !== 'person' || !viewer.roles.includes('approver')) return new Set();
    const { personId } = viewer;
    const asking = await this.asking(
      transfers.filter(({ intent }) => intent.requesterId !== personId),
      tx,
    );
    if (asking.length === 0) return new Set();
    const ids = asking.map(({ id }) => id);
    const entries = await this.rekeyings.listOwn(ids, personId, tx);
    const hidden = asking.filter(
      ({ id, revision }) => rekeyStanding(entries.get(id) ?? [], personId, revision).kind !== 'matched',
    );
    return new Set(hidden.map(({ id }) => id));
  }

  /** Whether the transfer's tier asks for re-keying, by the policy of its clearance, else by the one in force. */
  async asks(transfer: Transfer, tx?: Tx): Promise<boolean> {
    return (await this.asking([veilable(transfer)], tx)).length > 0;
  }

  private async asking(
    transfers: readonly VeilableTransfer[],
    tx?: Tx,
  ): Promise<readonly VeilableTransfer[]> {
    const waiting = transfers.filter((each) => each.isBeforeRelay);
    if (waiting.length === 0) return [];
    const register = await this.register.current(tx);
    const now = await this.database.now(tx);
    return waiting.filter((each) => mayAsk(register, now, each));
  }

  async standing({ id, revision }: Transfer, personId: PersonId, tx?: Tx): Promise<RekeyStanding> {
    return rekeyStanding(await this.rekeyings.list(id, personId, tx), personId, revision);
  }

  /** @throws DomainError REKEY_REQUIRED or REKEY_FAILED unless this person may be shown, and may confirm, this revision */
  async requireLifted(transfer: Transfer, personId: PersonId, tx?: Tx): Promise<void> {
    const fault = await this.fault(transfer, personId, tx);
    if (fault) throw new DomainError(fault.code, fault.reason);
  }

  /** Why this person may not confirm this revision yet, or any more. */
  async fault(transfer: Transfer, personId: PersonId, tx?: Tx): Promise<Refusal | undefined> {
    if (personId === transfer.intent.requesterId || !(await this.asks(transfer, tx))) return undefined;
    const standing = await this.standing(transfer, personId, tx);
    switch (standing.kind) {
      case 'matched':
        return undefined;
      case 'open':
        return refusal(
          'REKEY_REQUIRED',
          'enter the end of the destination and the amount from the ticket first',
        );
      case 'failed':
        return refusal(
          'REKEY_FAILED',
          'your entries did not match: you cannot confirm this revision, but you can reject it',
        );
    }
  }
}

/** Whatever is not known hides it: without policy or asset it is unknown who confirms. */
function mayAsk(register: Registered, now: UnixSeconds, { intent, policyHash }: VeilableTransfer): boolean {
  const policies = register.policies();
  const policy =
    policyHash === undefined
      ? policies.findLast((each) => each.activeFrom <= now)
      : policies.find((each) => each.hash === policyHash);
  const registered = register.asset(intent.assetId);
  if (!policy || !registered) return true;
  return mayAskRekey(policy.document, { asset: registered.asset, amount: intent.amount });
}
