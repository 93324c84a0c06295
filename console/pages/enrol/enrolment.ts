import type { ChangeDetail, ChangeView } from '../../../src/changes/changes.contract.js';
import { type GovernedChange, changeStatement } from '../../../src/domain/changes/change.js';
import { type KeyContent, keyRules } from '../../../src/domain/changes/kinds/key.js';
import { furtherKeyWords } from '../../../src/domain/register/words.js';
import { statementDigest, statementJson } from '../../../src/domain/signatures/statement.js';
import { type Json, canonicalJson } from '../../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parseUtc } from '../../../src/domain/values/time.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import type { Signable } from '../../signing/signer.js';

/** Whose key the invitation is for. */
export interface Invited {
  readonly person: { readonly id: string; readonly name: string };
  readonly purpose: 'confirmation' | 'owner';
  /** What a passkey is made from; null where none can be. */
  readonly passkey: Json;
}

/** A key that was made here, or shown by a wallet. */
export type NewKey =
  | { readonly kind: 'evm'; readonly address: string }
  | { readonly kind: 'passkey'; readonly credentialId: string; readonly publicKey: string };

/** What the gateway would have signed. */
export interface Draft {
  readonly change: ChangeDetail;
  readonly statement: {
    readonly at: string;
    readonly head: string;
    readonly typedData: unknown;
    readonly digest: string;
  };
}

interface Expected {
  readonly invited: Invited;
  readonly key: NewKey;
  readonly label: string;
  readonly installation: InstallationView;
}

/** One difference between what was sent and what is made here. */
export interface Misfit {
  readonly what: string;
  readonly made: string;
  readonly sent: string;
}

/**
 * The statement by which the new key enrols itself, made here from what one sees, and every difference to what the
 * gateway sent.
 */
export function enrolmentStatement(
  { change, statement }: Draft,
  expected: Expected,
): { readonly signable: Signable; readonly misfits: readonly Misfit[] } {
  const { chain, foundingDigest } = expected.installation;
  const made = changeStatement(
    shownChange(change),
    {
      ...{ decision: 'propose', reason: '', at: parseUtc(statement.at) },
      ...{ personId: parseId('per', expected.invited.person.id), head: parseBytes32(statement.head) },
    },
    { chainId: chain.id, id: parseBytes32(foundingDigest) },
  );
  const typedData = statementJson(made) as Signable['typedData'];
  const digest = statementDigest(made);
  const pairs = [
    ...contentPairs(change, expected),
    ['sentences', sentencesOf(change, expected).join('\n'), change.sentences.join('\n')],
    ['typed data', canonicalJson(typedData), canonicalJson(statement.typedData as Json)],
    ['EIP-712 Digest', digest, statement.digest],
  ] as const;
  const misfits = pairs
    .filter(([, here, sent]) => here !== sent)
    .map(([what, here, sent]) => ({ what, made: here, sent }));
  return { signable: { typedData, digest }, misfits };
}

function shownChange({ id, kind, subject, content, ...rest }: ChangeView): GovernedChange {
  return {
    ...{ kind, subject, content, sentences: rest.sentences, id: parseId('chg', id) },
    base: rest.base === null ? null : parseBytes32(rest.base),
    proposerId: rest.proposer === null ? null : parseId('per', rest.proposer),
    expiresAt: parseUtc(rest.expiresAt),
  };
}

type Pair = readonly [what: string, made: string, sent: string];

/** The key that is enrolled has to be this one, for this person, and for nothing more. */
function contentPairs({ kind, content, subject, base }: ChangeView, expected: Expected): readonly Pair[] {
  const sent = content as Readonly<Record<string, Json>>;
  // Who invited is the gateway's to say; the approvers see it.
  const made = { ...contentOf(expected), invitedBy: sent['invitedBy'] ?? null };
  return [
    ['kind of change', 'key', kind],
    ['replaces', 'nothing', base ?? 'nothing'],
    ['name', expected.key.kind === 'evm' ? expected.key.address : expected.key.credentialId, subject],
    ['content', canonicalJson(made), canonicalJson(sent)],
  ];
}

function contentOf({ invited, key, label, installation }: Expected): Readonly<Record<string, Json>> {
  const named = label === '' ? {} : { label };
  const whose = { personId: invited.person.id, purpose: invited.purpose, ...named };
  if (key.kind === 'evm') return { ...whose, kind: 'evm', address: key.address };
  const { credentialId, publicKey } = key;
  const { origin } = installation;
  return { ...whose, kind: 'passkey', credentialId, publicKey, origin, rpId: new URL(origin).hostname };
}

function sentencesOf({ subject, content, sentences }: ChangeView, { invited }: Expected): readonly string[] {
  const names = { person: () => invited.person.name, asset: (id: string) => id };
  const own = keyRules.sentences(subject, { before: null, after: content as KeyContent }, names);
  // That it is a further key is the gateway's remark: it only warns, so any numbers are taken, and no other words.
  const [had, live] = sentences[own.length]?.match(/[0-9]+/g)?.map(Number) ?? [];
  return had === undefined || live === undefined ? own : [...own, furtherKeyWords(had, live)];
}
