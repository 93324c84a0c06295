import { UnfreezeContent } from '../changes/kinds/unfreeze.js';
import type { ChangeId, PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { objectKey } from './ledger.js';
import type { Registered } from './registered.js';

/** A person of a change, with the name of now; null if the register has no such person any more. */
interface Named {
  readonly id: PersonId;
  readonly name: string | null;
}

/** The change that lifted a freeze, and who stands behind it. */
export interface FreezeLift {
  readonly at: UnixSeconds;
  readonly change: ChangeId;
  readonly proposer: Named | null;
  readonly approvers: readonly Named[];
}

/** Of every freeze that is lifted, the first active change that names it. It has the very freezes of `liftedFreezes`. */
export function freezeLifts(register: Registered): ReadonlyMap<string, FreezeLift> {
  const lifts = new Map<string, FreezeLift>();
  const lifted = register.liftedFreezes();
  for (const subject of register.list('unfreeze')) {
    for (const { content, changeId, since } of register.ledger.objects.get(objectKey('unfreeze', subject)) ??
      []) {
      if (content === null) continue;
      for (const freeze of UnfreezeContent.parse(content).freezes) {
        const known = lifts.get(freeze);
        if (!lifted.has(freeze) || (known && known.at <= since)) continue;
        lifts.set(freeze, { at: since, change: changeId, ...peopleOf(register, changeId) });
      }
    }
  }
  return lifts;
}

function peopleOf(register: Registered, changeId: ChangeId): Pick<FreezeLift, 'proposer' | 'approvers'> {
  const named = (id: PersonId): Named => ({ id, name: register.people.get(id)?.name ?? null });
  const record = register.ledger.changes.get(changeId);
  const proposerId = record?.change.proposerId ?? null;
  const approvers = (record?.answers ?? []).filter(({ decision }) => decision === 'approve');
  return {
    proposer: proposerId && named(proposerId),
    approvers: approvers.map(({ personId }) => named(personId)),
  };
}
