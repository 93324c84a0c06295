import type { Fault } from '../errors.js';
import type { ChangeKind } from './change.js';
import { contentFaults, readWellFormed } from './content-faults.js';
import { assetRules } from './kinds/asset.js';
import { destinationRules } from './kinds/destination.js';
import { keyRules } from './kinds/key.js';
import type { Direction, KindRules, Names } from './kinds/kind-rules.js';
import { personRules } from './kinds/person.js';
import { policyRules } from './kinds/policy.js';
import { priceFeedRules } from './kinds/price-feed.js';
import { providerRules } from './kinds/provider.js';
import { quorumsRules } from './kinds/quorums.js';
import { safeRules } from './kinds/safe.js';
import { unfreezeRules } from './kinds/unfreeze.js';
import { webhookRules } from './kinds/webhook.js';
import type { Role } from '../identity/person.js';
import { type Json, plain } from '../values/canonical-json.js';
import type { PersonId } from '../values/identifier.js';

/** The rules of one kind, over unparsed contents. */
export interface JudgedKind {
  readonly proposers: readonly Role[];
  readonly canBeRemoved: boolean;
  /** What is wrong with the content, each fault with its place in the draft. */
  faults(content: Json): readonly Fault[];
  /** Whether this is a valid name for the object. */
  isSubject(subject: string, content: Json): boolean;
  /** What is wrong with the content or the object's name; undefined if nothing is. */
  fault(subject: string, content: Json): string | undefined;
  /** The content with all defaults filled in: what is proposed and signed. */
  inFull(content: Json): Json;
  /** Whether a version says of the object what the one before says, in whatever order or spelling. */
  isSame(before: Json, after: Json): boolean;
  direction(before: Json, after: Json): Direction;
  sentences(subject: string, versions: { before: Json; after: Json }, names: Names): readonly string[];
  concerns(content: Json): readonly PersonId[];
}

function judged<C>(rules: KindRules<C>): JudgedKind {
  const read = (content: Json): C | null => (content === null ? null : rules.schema.parse(content));
  const isSubject = (subject: string, content: Json): boolean =>
    rules.isSubject(subject, content === null ? null : readWellFormed(rules.schema, content));
  return {
    proposers: rules.proposers,
    canBeRemoved: rules.canBeRemoved,
    faults: (content) => (content === null ? [] : contentFaults(rules.schema, content)),
    fault: (subject, content) => {
      if (content === null)
        return rules.canBeRemoved ? undefined : 'an object of this kind cannot be removed';
      const [first] = contentFaults(rules.schema, content);
      if (first) return `${first.pointer}: ${first.detail}`;
      return isSubject(subject, content) ? undefined : `${subject} is no name for this object`;
    },
    isSubject,
    inFull: (content) => plain(read(content)),
    isSame: (before, after) => {
      const [was, is] = [read(before), read(after)];
      if (was === null || is === null) return was === is;
      return said(rules, was) === said(rules, rules.inheriting?.(was, is) ?? is);
    },
    direction: (before, after) => rules.direction({ before: read(before), after: read(after) }),
    sentences: (subject, versions, names) =>
      rules.sentences(subject, { before: read(versions.before), after: read(versions.after) }, names),
    concerns: (content) => (content === null ? [] : rules.concerns(rules.schema.parse(content))),
  };
}

const BY_ID: Names = { person: (id) => id, asset: (id) => id };

/** All that people would sign of a new object: nothing is left out of it. */
function said<C>(rules: KindRules<C>, content: C): string {
  return [...rules.sentences('', { before: null, after: content }, BY_ID)].sort().join('\n');
}

/** The one list of governed kinds, with the rules of each. */
export const KINDS: Readonly<Record<ChangeKind, JudgedKind>> = {
  person: judged(personRules),
  key: judged(keyRules),
  destination: judged(destinationRules),
  asset: judged(assetRules),
  safe: judged(safeRules),
  policy: judged(policyRules),
  quorums: judged(quorumsRules),
  unfreeze: judged(unfreezeRules),
  webhook: judged(webhookRules),
  'price-feed': judged(priceFeedRules),
  provider: judged(providerRules),
};
