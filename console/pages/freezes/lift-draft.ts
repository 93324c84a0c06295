import type { ChangeDetail } from '../../../src/changes/changes.contract.js';
import { type GovernedChange, changeStatement } from '../../../src/domain/changes/change.js';
import { unfreezeRules } from '../../../src/domain/changes/kinds/unfreeze.js';
import { DomainError } from '../../../src/domain/errors.js';
import { type Json, canonicalJson } from '../../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parseUtc } from '../../../src/domain/values/time.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import { type Checked, checked, unreadable } from '../../signing/checks/check.js';
import { type Served, signableOf, statementChecks } from '../../signing/checks/statement-checks.js';
import type { Signable } from '../../signing/signer.js';

/** What somebody wants to have lifted, and why it can be. */
export interface Lifting {
  readonly freezes: readonly string[];
  readonly reason: string;
}

/** A change as the gateway drafted it, with the statement that it asks for. */
export interface LiftDraft {
  readonly change: ChangeDetail;
  readonly statement: Served & { readonly at: string; readonly head: string };
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
  readonly installation: Pick<InstallationView, 'chain' | 'foundingDigest'>;
}

/** Makes the statement from what was wanted, and holds all that was drafted against it. */
export function checkLifting(wanted: Lifting, draft: LiftDraft, ground: Ground): Checked<MadeLifting> {
  try {
    return liftingOf(wanted, draft, ground);
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    return unreadable('The draft', { cause, sent: draft.change.id });
  }
}

function liftingOf(wanted: Lifting, { change, statement }: LiftDraft, ground: Ground): Checked<MadeLifting> {
  const content: Json = { freezes: [...wanted.freezes], reason: wanted.reason };
  const sentences = unfreezeRules.sentences(
    change.subject,
    { before: null, after: { freezes: [...wanted.freezes], reason: wanted.reason } },
    { person: (id) => id, asset: (id) => id },
  );
  const made = signed({ content, sentences }, { change, statement }, ground);
  return checked(
    [
      { what: 'Kind of the change', computed: 'unfreeze', sent: change.kind },
      {
        what: 'What is lifted, and why',
        computed: canonicalJson(content),
        sent: canonicalJson(change.content),
      },
      { what: 'Sentences', computed: sentences.join('\n'), sent: change.sentences.join('\n') },
      { what: 'Direction', computed: 'loosens', sent: change.direction },
      { what: 'Version that it replaces', computed: 'none', sent: change.base ?? 'none' },
      { what: 'Version before', computed: 'null', sent: canonicalJson(change.before) },
      {
        what: 'Name of the change',
        computed: 'of a lifting',
        sent: unfreezeRules.isSubject(change.subject, null) ? 'of a lifting' : change.subject,
      },
      ...statementChecks(made, statement),
    ],
    { sentences, signable: signableOf(made) },
  );
}

function signed(
  { content, sentences }: { readonly content: Json; readonly sentences: readonly string[] },
  { change, statement }: LiftDraft,
  { person, installation }: Ground,
) {
  const personId = parseId('per', person);
  const governed: GovernedChange = {
    ...{ id: parseId('chg', change.id), kind: 'unfreeze', subject: change.subject, base: null },
    ...{ content, sentences, proposerId: personId, expiresAt: parseUtc(change.expiresAt) },
  };
  const head = parseBytes32(statement.head);
  return changeStatement(
    governed,
    { personId, decision: 'propose', reason: '', at: parseUtc(statement.at), head },
    { chainId: installation.chain.id, id: parseBytes32(installation.foundingDigest) },
  );
}
