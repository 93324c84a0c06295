import type { AssetPage } from '../../../src/assets/assets.contract.js';
import type { ChangeAnswerStatement, ChangeView } from '../../../src/changes/changes.contract.js';
import { type Act, nextHead } from '../../../src/domain/changes/act.js';
import {
  type ChangeDecision,
  type GovernedChange,
  changeHash,
  changeStatement,
} from '../../../src/domain/changes/change.js';
import { KINDS } from '../../../src/domain/changes/kinds.js';
import type { Names } from '../../../src/domain/changes/kinds/kind-rules.js';
import { furtherKeyWords } from '../../../src/domain/register/words.js';
import { type Json, canonicalHash, canonicalJson } from '../../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { parseId } from '../../../src/domain/values/identifier.js';
import { parseUtc } from '../../../src/domain/values/time.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import type { Signable } from '../signer.js';
import { type Check, type Checked, NOTHING, checked, unreadable } from './check.js';
import { signableOf, statementChecks } from './statement-checks.js';

/** A statement as the gateway asks for it; that of a draft says no more. */
export type ServedStatement = Pick<ChangeAnswerStatement, 'at' | 'head' | 'typedData' | 'digest'>;

/** The signed acts of the register as the gateway has them, in order. */
export interface Register {
  readonly acts: readonly Act[];
}

/** Names of people and assets, each list asked for by itself. */
export interface NameLists {
  readonly people: readonly Pick<PersonView, 'id' | 'name'>[];
  readonly assets: readonly Pick<AssetPage['data'][number], 'id' | 'symbol'>[];
}

export function namesOf({ people, assets }: NameLists): Names {
  const [names, symbols] = [
    new Map<string, string>(people.map(({ id, name }) => [id, name])),
    new Map<string, string>(assets.map(({ id, symbol }) => [id, symbol])),
  ];
  return { person: (id) => names.get(id) ?? id, asset: (id) => symbols.get(id) ?? id };
}

/** A change as it is shown, its sentences and its direction made again from the versions before and after. */
export function checkChange(shown: ChangeView, names: Names): Checked<GovernedChange> {
  const { id, kind, subject, before, content, sentences, direction } = shown;
  try {
    const own = KINDS[kind].sentences(subject, { before, after: content }, names);
    const made = kind === 'key' && content !== null ? [...own, ...furtherKey(sentences, own.length)] : own;
    return checked(
      [
        ...sentenceChecks(made, sentences),
        { what: 'Direction', computed: KINDS[kind].direction(before, content), sent: direction },
      ],
      {
        ...{ kind, subject, content, sentences, id: parseId('chg', id) },
        base: shown.base === null ? null : parseBytes32(shown.base),
        proposerId: shown.proposer === null ? null : parseId('per', shown.proposer),
        expiresAt: parseUtc(shown.expiresAt),
      },
    );
  } catch (cause) {
    return unreadable('Sentences', { cause, sent: sentences.join('\n') });
  }
}

function sentenceChecks(made: readonly string[], sent: readonly string[]): readonly Check[] {
  return Array.from({ length: Math.max(made.length, sent.length) }, (_, at) => ({
    what: `Sentence ${String(at + 1)}`,
    ...{ computed: made[at] ?? NOTHING, sent: sent[at] ?? NOTHING },
  }));
}

/**
 * That a key is a further one is a remark of the gateway's: how many there were when it was proposed cannot be known any
 * more. It only warns, so any numbers are taken, and no other words.
 */
function furtherKey(sentences: readonly string[], from: number): readonly string[] {
  const [last = ''] = sentences.slice(from);
  const [had, live] = last.match(/[0-9]+/g)?.map(Number) ?? [];
  return had === undefined || live === undefined ? [] : [furtherKeyWords(had, live)];
}

/** A person's word on a change. */
export interface ChangeWord {
  readonly person: string;
  readonly decision: ChangeDecision;
  readonly reason: string;
}

export interface ChangeGrounds {
  readonly installation: Pick<InstallationView, 'chain' | 'foundingDigest'>;
  readonly names: Names;
  readonly register: Register;
  /** Seconds since the epoch, by the visitor's own clock. */
  readonly now: number;
}

/** How far clocks may differ. A signature for later could be kept until then. */
const AHEAD_SECONDS = 600;

/** The statement of a word on a change, made from what is shown, beside the one that the gateway asks for. */
export function checkChangeAnswer(
  shown: ChangeView,
  word: ChangeWord,
  { served, grounds }: { readonly served: ServedStatement; readonly grounds: ChangeGrounds },
): Checked<Signable> {
  const change = checkChange(shown, grounds.names);
  if (!change.fits) return change;
  try {
    const { chain, foundingDigest } = grounds.installation;
    const at = parseUtc(served.at);
    const statement = changeStatement(
      change.made,
      {
        ...{ decision: word.decision, reason: word.reason, at },
        ...{ personId: parseId('per', word.person), head: parseBytes32(served.head) },
      },
      { chainId: chain.id, id: parseBytes32(foundingDigest) },
    );
    return checked(
      [
        {
          what: 'Moment of the statement',
          computed: at > grounds.now + AHEAD_SECONDS ? 'none that is yet to come' : served.at,
          sent: served.at,
        },
        ...registerChecks(shown, served.head, grounds),
        ...statementChecks(statement, served),
      ],
      signableOf(statement),
    );
  } catch (cause) {
    return unreadable('Statement', { cause, sent: JSON.stringify(served.typedData) });
  }
}

/**
 * The register that is signed over begins with the founding of this installation, and has the version that is shown as
 * the one before. So whoever signs the head has signed what they were shown.
 */
function registerChecks(
  { kind, subject, base, before }: ChangeView,
  head: string,
  { register: { acts }, installation }: ChangeGrounds,
): readonly Check[] {
  const [first] = acts;
  if (first?.act !== 'found')
    return [{ what: 'Register', computed: 'one that begins with its founding', sent: first?.act ?? NOTHING }];
  const founding = changeHash(first.change);
  const heads = headsOf(acts, founding);
  const size = heads.indexOf(head) + 1;
  const version = versionIn(acts.slice(0, size), { kind, subject, base });
  return [
    { what: 'Founding of the register', computed: founding, sent: installation.foundingDigest },
    { what: 'Register', computed: size === 0 ? (heads.at(-1) ?? NOTHING) : head, sent: head },
    {
      what: 'Version before, in the register',
      computed: version === undefined ? NOTHING : canonicalJson(version),
      sent: base === null ? NOTHING : canonicalJson(before),
    },
  ];
}

/** The name of the register after each of its acts. */
function headsOf(acts: readonly Act[], founding: string): readonly string[] {
  let head = parseBytes32(founding);
  return acts.map((act) => {
    head = nextHead(head, act);
    return head;
  });
}

/** What the acts say that a version of an object is; undefined if there is none of this name. */
function versionIn(
  acts: readonly Act[],
  { kind, subject, base }: Pick<ChangeView, 'kind' | 'subject' | 'base'>,
): Json | undefined {
  if (base === null) return undefined;
  for (const act of acts) {
    if (act.act === 'answer') continue;
    const { change } = act;
    if (canonicalHash({ change: change.id, kind, subject }) !== base) continue;
    if (act.act === 'propose')
      return change.kind === kind && change.subject === subject ? change.content : undefined;
    const { objects = [] } = (change.content ?? {}) as { readonly objects?: readonly FoundedObject[] };
    return objects.find((each) => each.kind === kind && each.subject === subject)?.content;
  }
  return undefined;
}

interface FoundedObject {
  readonly kind: string;
  readonly subject: string;
  readonly content: Json;
}
