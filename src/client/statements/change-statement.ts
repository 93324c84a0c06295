import type { ChangeStatementView, ChangeView } from '../../changes/changes.contract.js';
import { type ChangeDecision, type GovernedChange, changeStatement } from '../../domain/changes/change.js';
import { KINDS } from '../../domain/changes/kinds.js';
import type { Names } from '../../domain/changes/kinds/kind-rules.js';
import { objectKey } from '../../domain/register/ledger.js';
import type { Registered } from '../../domain/register/registered.js';
import { furtherKeyWords, namesIn } from '../../domain/register/words.js';
import { type Statement, statementDigest, statementJson } from '../../domain/signatures/statement.js';
import { type Json, canonicalJson } from '../../domain/values/canonical-json.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { type UnixSeconds, parseUtc } from '../../domain/values/time.js';
import type { InstallationView } from '../../installation/installation.contract.js';
import type { z } from 'zod';
import { mismatched } from '../terminal/failures.js';

/** How far clocks may differ. A signature for later could be kept until then. */
const AHEAD_SECONDS = 600;

type Served = z.output<typeof ChangeStatementView>;

/** A person's word on a change, as it is to be signed. */
export interface Word {
  readonly person: string;
  readonly decision: ChangeDecision;
  readonly reason: string;
}

/**
 * A change as it is shown, with its sentences and its direction made again from the versions before and after. So nobody
 * signs sentences that say something else than the content.
 */
export function changeShown(register: Registered, shown: ChangeView): GovernedChange {
  const { kind, subject, content } = shown;
  const made = madeAgain(shown, namesIn(register.ledger));
  const faults = [
    ['its sentences', canonicalJson([...made.sentences]) === canonicalJson(shown.sentences)],
    ['its direction', made.direction === shown.direction],
    ['the version before', isRegistered(register, shown)],
  ] as const;
  const wrong = faults.filter(([, holds]) => !holds).map(([name]) => name);
  if (wrong.length > 0)
    throw mismatched(
      `nothing was signed: what is shown of ${shown.id} does not follow from its content: ${wrong.join(', ')}`,
      ...made.sentences.map((each) => `  by its content  ${each}`),
      ...shown.sentences.map((each) => `  it is shown as  ${each}`),
      '  If a person or an asset was renamed since it was proposed, have it proposed anew.',
    );
  return {
    ...{ kind, subject, content, sentences: shown.sentences, id: parseId('chg', shown.id) },
    base: shown.base === null ? null : parseBytes32(shown.base),
    proposerId: shown.proposer === null ? null : parseId('per', shown.proposer),
    expiresAt: parseUtc(shown.expiresAt),
  };
}

/** The version that it is based on is one of the register; a first version has none before it. */
function isRegistered({ ledger }: Registered, { kind, subject, base, before }: ChangeView): boolean {
  const versions = ledger.objects.get(objectKey(kind, subject)) ?? [];
  if (base === null) return before === null && versions.length === 0;
  const found = versions.find(({ hash }) => hash === base);
  return found !== undefined && canonicalJson(found.content) === canonicalJson(before);
}

interface MadeAgain {
  readonly sentences: readonly string[];
  readonly direction: ChangeView['direction'];
}

function madeAgain({ id, kind, subject, before, content, sentences }: ChangeView, names: Names): MadeAgain {
  try {
    const own = KINDS[kind].sentences(subject, { before, after: content }, names);
    return {
      sentences: kind === 'key' && content !== null ? [...own, ...furtherKey(sentences, own.length)] : own,
      direction: KINDS[kind].direction(before, content),
    };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw mismatched(`nothing was signed: the content of ${id} cannot be read: ${cause.message}`);
  }
}

/**
 * That a key is a further one is a remark of the gateway: how many there were when it was proposed cannot be known
 * any more. It only warns, so any numbers are taken, and no other words.
 */
function furtherKey(sentences: readonly string[], from: number): readonly string[] {
  const [last = ''] = sentences.slice(from);
  const [had, live] = last.match(/[0-9]+/g)?.map(Number) ?? [];
  return had === undefined || live === undefined ? [] : [furtherKeyWords(had, live)];
}

/**
 * The statement of a word on a change. What the gateway asks for has to be the same, by its own moment; the moment may be
 * another one, where a script signs what it was shown before. It is none that is yet to come, and the register that is
 * signed over is the one that was replayed here, or was before.
 */
export function changeWord(
  change: GovernedChange,
  word: Word,
  {
    served,
    installation,
    register,
    at,
  }: {
    readonly served: Served;
    readonly installation: InstallationView;
    readonly register: Registered;
    readonly at?: UnixSeconds | undefined;
  },
): Statement {
  const { chain, foundingDigest } = installation;
  if (!register.ledger.heads.has(parseBytes32(served.head)))
    throw mismatched(`nothing was signed: ${served.head} is no register that the acts of its people make`);
  if (parseUtc(served.at) > Date.now() / 1000 + AHEAD_SECONDS)
    throw mismatched(`nothing was signed: ${served.at} is yet to come, by the clock of this machine`);
  const statementAt = (moment: UnixSeconds) =>
    changeStatement(
      change,
      {
        ...{ decision: word.decision, reason: word.reason, at: moment },
        ...{ personId: parseId('per', word.person), head: parseBytes32(served.head) },
      },
      { chainId: chain.id, id: parseBytes32(foundingDigest) },
    );
  const asked = statementAt(parseUtc(served.at));
  if (statementDigest(asked) !== served.digest || !sameJson(statementJson(asked), served.typedData))
    throw mismatched(
      `nothing was signed: the gateway asks for another statement than the parts of ${change.id} make`,
      `  by its parts  ${statementDigest(asked)}`,
      `  it asks for   ${served.digest}`,
    );
  return at === undefined ? asked : statementAt(at);
}

function sameJson(one: unknown, other: unknown): boolean {
  return canonicalJson(one as Json) === canonicalJson(other as Json);
}
