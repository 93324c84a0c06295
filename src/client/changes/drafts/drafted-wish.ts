import { z } from 'zod';
import type { ChangeView } from '../../../changes/changes.contract.js';
import type { ChangeKind } from '../../../domain/changes/change.js';
import { KINDS } from '../../../domain/changes/kinds.js';
import { type Json, canonicalJson } from '../../../domain/values/canonical-json.js';
import { parseUtc } from '../../../domain/values/time.js';
import { unreachable } from '../../../domain/errors.js';
import { mismatched } from '../../terminal/failures.js';

/** A wanted change, as the API drafts it. */
export interface Wish {
  readonly kind: ChangeKind;
  /** The object; undefined for a new one, and where there is only one. */
  readonly subject: string | undefined;
  readonly content: Json;
  readonly expiresAt: string | undefined;
}

/** What only the chain knows is added to a wish. Everything that was wanted has to be in the draft, and be the same. */
export function requireWanted(wish: Wish, drafted: ChangeView): void {
  const { kind, subject, content, expiresAt } = wish;
  const faults = [
    ['another kind', kind === drafted.kind],
    ['another object', subject === undefined || subject === drafted.subject],
    ['another deadline', expiresAt === undefined || expiresAt === drafted.expiresAt],
    ['another content', isWanted(kind, content, drafted.content)],
  ] as const;
  const wrong = faults.filter(([, holds]) => !holds).map(([name]) => name);
  if (wrong.length === 0) return;
  throw mismatched(
    `nothing was signed: the gateway has drafted ${wrong.join(' and ')} than was wanted`,
    ...differences(content, drafted.content).slice(0, DIFFERENCES_MAX),
  );
}

const DIFFERENCES_MAX = 10;

/** The members that differ, one a line. Those that only the draft has may be what the chain says. */
function differences(wanted: Json, drafted: Json, at = ''): readonly string[] {
  if (isMembers(wanted) && isMembers(drafted))
    return [...new Set([...Object.keys(wanted), ...Object.keys(drafted)])].flatMap((key) =>
      differences(wanted[key] ?? null, drafted[key] ?? null, `${at}/${key}`),
    );
  if (canonicalJson(wanted) === canonicalJson(drafted)) return [];
  return [
    `  ${at === '' ? 'all of it' : at}: wanted ${canonicalJson(wanted)}, drafted ${canonicalJson(drafted)}`,
  ];
}

/** An object or a list. */
function isMembers(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null;
}

function isWanted(kind: ChangeKind, wanted: Json, drafted: Json): boolean {
  if (wanted === null || drafted === null) return wanted === drafted;
  switch (kind) {
    case 'destination':
      return isDestination(wanted, drafted);
    case 'asset':
      return isAsset(wanted, drafted);
    case 'safe':
      return isSafe(wanted, drafted);
    case 'person':
    case 'key':
    case 'policy':
    case 'quorums':
    case 'unfreeze':
    case 'webhook':
    case 'price-feed':
    case 'provider':
      return same(wanted, drafted) || same(inFull(kind, wanted), drafted);
    default:
      return unreachable(kind);
  }
}

/** With what is left out where it is usual; undefined if it has not its form, which the gateway says better. */
function inFull(kind: ChangeKind, content: Json): Json | undefined {
  try {
    return KINDS[kind].inFull(content);
  } catch {
    return undefined;
  }
}

const Members = z.record(z.string(), z.json());
const Moments = z.looseObject({ expiresAt: z.string() });

/** The code's hash is added, and moments are numbers. */
function isDestination(wanted: Json, drafted: Json): boolean {
  const [asked, made] = [Members.safeParse(wanted).data, Members.safeParse(drafted).data];
  if (!asked || !made) return false;
  const { codeHash: _, control, ...terms } = made;
  const { control: claim, ...wantedTerms } = asked;
  const { blockHash: __, ...claimed } = Members.safeParse(control).data ?? {};
  // A proof that was made for the draft itself is not made again.
  const isClaimed = claim === undefined || same(inSeconds(claim), claimed);
  return isClaimed && same(inSeconds(wantedTerms), terms);
}

function inSeconds(members: Json): Json {
  const { data } = Moments.safeParse(members);
  return data === undefined ? members : z.json().parse({ ...data, expiresAt: secondsOf(data.expiresAt) });
}

function secondsOf(text: string): number | string {
  try {
    return parseUtc(text);
  } catch {
    return text;
  }
}

const Reviewed = z.looseObject({
  kind: z.string(),
  symbol: z.string(),
  address: z.string().optional(),
  decimals: z.int().optional(),
  codeHash: z.string().optional(),
  implementation: z.strictObject({ address: z.string(), codeHash: z.string() }).optional(),
});

const Pinned = z.looseObject({
  kind: z.string(),
  symbol: z.string(),
  address: z.string().optional(),
  decimals: z.int().optional(),
  pins: z
    .looseObject({
      codeHash: z.string(),
      proxy: z.looseObject({ implementation: z.string(), codeHash: z.string() }).nullable(),
    })
    .optional(),
});

function isAsset(wanted: Json, drafted: Json): boolean {
  const [asked, made] = [Reviewed.safeParse(wanted).data, Pinned.safeParse(drafted).data];
  if (!asked || !made) return false;
  const { kind, symbol, address, decimals, codeHash, implementation } = asked;
  const proxy = made.pins?.proxy ?? null;
  return (
    made.kind === kind &&
    made.symbol === symbol &&
    made.address === address &&
    made.decimals === decimals &&
    made.pins?.codeHash === codeHash?.toLowerCase() &&
    proxy?.implementation === implementation?.address &&
    proxy?.codeHash === implementation?.codeHash.toLowerCase()
  );
}

const NamedSafe = z.looseObject({ label: z.string(), address: z.string() });
const PinnedSafe = z.looseObject({ label: z.string(), profile: z.looseObject({ address: z.string() }) });

function isSafe(wanted: Json, drafted: Json): boolean {
  const [asked, made] = [NamedSafe.safeParse(wanted).data, PinnedSafe.safeParse(drafted).data];
  return made !== undefined && asked?.label === made.label && asked.address === made.profile.address;
}

function same(one: Json | undefined, other: Json): boolean {
  return one !== undefined && canonicalJson(one) === canonicalJson(other);
}
