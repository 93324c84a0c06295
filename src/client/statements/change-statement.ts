import type { ChangeStatementView, ChangeView } from '../../changes/changes.contract.js';
import { AssetPage } from '../../assets/assets.contract.js';
import { type ChangeDecision, type GovernedChange, changeStatement } from '../../domain/changes/change.js';
import { KINDS } from '../../domain/changes/kinds.js';
import type { Names } from '../../domain/changes/kinds/kind-rules.js';
import { furtherKeyWords } from '../../domain/register/words.js';
import { type Statement, statementDigest, statementJson } from '../../domain/signatures/statement.js';
import { type Json, canonicalJson } from '../../domain/values/canonical-json.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { parseId } from '../../domain/values/identifier.js';
import { type UnixSeconds, parseUtc } from '../../domain/values/time.js';
import { PeopleView } from '../../identity/identity.contract.js';
import type { InstallationView } from '../../installation/installation.contract.js';
import type { z } from 'zod';
import type { Gateway } from '../gateway/gateway.js';
import { mismatched } from '../terminal/failures.js';

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
export async function changeShown(gateway: Gateway, shown: ChangeView): Promise<GovernedChange> {
  const { kind, subject, before, content } = shown;
  const names = await namesAt(gateway);
  const made = madeAgain(shown, names);
  const faults = [
    ['its sentences', canonicalJson([...made.sentences]) === canonicalJson(shown.sentences)],
    ['its direction', made.direction === shown.direction],
    ['the version before', shown.base !== null || before === null],
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

/** What people and assets are called, removed ones too, as the sentences name them. */
async function namesAt(gateway: Gateway): Promise<Names> {
  const [people, assets] = await Promise.all([
    gateway.get('/v1/people', PeopleView),
    gateway.get('/v1/assets', AssetPage),
  ]);
  const person = new Map(people.data.map(({ id, name }) => [id, name]));
  const asset = new Map(assets.data.map(({ id, symbol }) => [id, symbol]));
  return { person: (id) => person.get(id) ?? id, asset: (id) => asset.get(id) ?? id };
}

/**
 * The statement of a word on a change. What the gateway asks for has to be the same, by its own moment; the moment may be
 * another one, where a script signs what it was shown before.
 */
export function changeWord(
  change: GovernedChange,
  word: Word,
  {
    served,
    installation,
    at,
  }: {
    readonly served: Served;
    readonly installation: InstallationView;
    readonly at?: UnixSeconds | undefined;
  },
): Statement {
  const { chain, foundingDigest } = installation;
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
