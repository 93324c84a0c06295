import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { unfreezeRules } from '../../../src/domain/changes/kinds/unfreeze.js';
import { type Json, canonicalJson } from '../../../src/domain/values/canonical-json.js';
import {
  type ChangeGrounds,
  type ServedStatement,
  checkChangeAnswer,
} from '../../signing/checks/change-checks.js';
import { type Checked, NOTHING, checked } from '../../signing/checks/check.js';
import type { Signable } from '../../signing/signer.js';

/** What somebody wants to have lifted, and why it can be. */
export interface Lifting {
  readonly freezes: readonly string[];
  readonly reason: string;
}

/** A change as the gateway drafted it, with the statement that it asks for. */
export interface LiftDraft {
  readonly change: ChangeDetail;
  readonly statement: ServedStatement;
}

/** What is signed, made here. */
export interface MadeLifting {
  readonly sentences: readonly string[];
  readonly signable: Signable;
}

/** A draft, and what this page made of it. */
export interface Drafted {
  readonly wanted: Lifting;
  readonly draft: LiftDraft;
  readonly made: Checked<MadeLifting>;
}

interface Ground {
  readonly person: string;
  readonly grounds: ChangeGrounds;
}

/** Holds what was drafted against what was wanted, then makes the statement of it anew. */
export function checkLifting(
  wanted: Lifting,
  { change, statement }: LiftDraft,
  { person, grounds }: Ground,
): Checked<MadeLifting> {
  const content: Json = { freezes: [...wanted.freezes], reason: wanted.reason };
  const isNamed = unfreezeRules.isSubject(change.subject, null);
  const asWanted = checked(
    [
      { what: 'Kind of the change', computed: 'unfreeze', sent: change.kind },
      {
        what: 'What is lifted, and why',
        computed: canonicalJson(content),
        sent: canonicalJson(change.content),
      },
      { what: 'Version that it replaces', computed: NOTHING, sent: change.base ?? NOTHING },
      { what: 'Version before', computed: 'null', sent: canonicalJson(change.before) },
      { what: 'Subject', computed: isNamed ? change.subject : 'one of a lifting', sent: change.subject },
    ],
    change.sentences,
  );
  if (!asWanted.fits) return asWanted;
  const word = { person, decision: 'propose', reason: '' } as const;
  const made = checkChangeAnswer(change, word, { served: statement, grounds });
  return made.fits ? { fits: true, made: { sentences: asWanted.made, signable: made.made } } : made;
}
