import { z } from 'zod';
import { printMeasure } from '../policies/measure.js';
import type { Registered } from '../register/registered.js';
import { formatAmount } from '../values/amount.js';
import { parseId } from '../values/identifier.js';
import { printUtc, unixSeconds } from '../values/time.js';
import { says } from '../audit-log/acts/detail-of.js';
import { type Case, entryOf, registerAt } from './case.js';
import { confirmersAtRelay } from './confirmations-count.js';
import { grantedIn } from './granted.js';
import { type LogEntry, registerNamed } from './log-entries.js';

interface Someone {
  readonly id: string;
  /** As the register called them then; null if it does not know them. */
  readonly name: string | null;
}

interface Excepted {
  readonly rule: string;
  /** The most that is excepted, with its unit. */
  readonly ceiling: string;
  readonly by: readonly Someone[];
}

interface Cancel {
  readonly askedBy: Someone;
  readonly why: string;
  readonly confirmedBy: Someone | null;
  readonly owners: BundleStory['owners'];
}

/** What a transfer's evidence is about, by the intent that was signed and the register of that time. */
export interface BundleStory {
  readonly transfer: string;
  readonly state: string;
  /** When it came into this state. */
  readonly since: string | null;
  readonly settledAt: string | null;
  readonly amount: { readonly whole: string; readonly units: string; readonly symbol: string } | null;
  readonly asset: string;
  readonly safe: { readonly label: string | null; readonly address: string };
  readonly destination: { readonly label: string | null; readonly address: string };
  readonly requester: Someone & { readonly at: string | null };
  readonly confirmers: readonly Someone[];
  readonly owners: readonly (Someone & { readonly address: string })[];
  /** Which limits were lifted for this transfer, and by whom. */
  readonly exceptions: readonly Excepted[];
  /** Of a cancelled transfer only. The last two are empty where its nonce had not to be burnt. */
  readonly cancel: Cancel | null;
  readonly transactionHash: string | null;
  readonly sentence: string;
}

/** Call it only for a bundle that holds. Undefined if no register of its time is there. */
export async function bundleStory(each: Case): Promise<BundleStory | undefined> {
  const { bundle, intent, entries } = each;
  const decided = entries.find((entry) => registerNamed(entry) !== undefined);
  const register = registerAt(each, decided);
  if (!register) return undefined;
  const { id, state } = bundle.transfer;
  const asked = entries.find(({ type }) => type === 'transfer.requested');
  const came = entries.findLast(({ type }) => type === `transfer.${state}`) ?? asked;
  const asset = register.asset(intent.assetId)?.asset;
  const units = intent.amount.toString();
  const story = {
    ...{ transfer: id, state, since: timeOf(came) },
    settledAt: state === 'settled' ? timeOf(came) : null,
    amount: asset
      ? { whole: formatAmount(intent.amount, asset.decimals), units, symbol: asset.symbol }
      : null,
    asset: intent.assetId,
    safe: { label: register.safe(intent.safeId)?.label ?? null, address: intent.safe },
    destination: {
      label: register.destination(intent.destinationId)?.label ?? null,
      address: intent.destination,
    },
    requester: { ...someone(register, intent.requesterId), at: timeOf(asked) },
    confirmers: await confirmersOf(each, register),
    owners: ownersOf(each, register),
    exceptions: asset ? exceptedIn(each, register, asset) : [],
    cancel: state === 'cancelled' ? cancelIn(each, register, came) : null,
    transactionHash: bundle.execution?.transactionHash ?? null,
  };
  return { ...story, sentence: sentenceOf(story) };
}

/** Those who filled the quorum at the relay; before it, those who have confirmed the present revision. */
async function confirmersOf(each: Case, register: Registered): Promise<readonly Someone[]> {
  const counted = await confirmersAtRelay(each);
  if (counted.length > 0) return counted.map(({ id, name }) => ({ id, name }));
  const { confirmations, transfer } = each.bundle;
  return confirmations
    .filter(({ decision, revision }) => decision === 'confirm' && revision === transfer.revision)
    .map(({ id, person }) => {
      const then = registerAt(each, entryOf(each, 'transfer.answered', ['confirmation', id]));
      return someone(then ?? register, person);
    });
}

/** Officers who lifted the same limit up to the same amount stand together. */
function exceptedIn(
  { bundle }: Case,
  register: Registered,
  asset: Parameters<typeof printMeasure>[2],
): readonly Excepted[] {
  const found = new Map<string, Excepted>();
  for (const stored of bundle.exceptions) {
    const granted = grantedIn(stored, unixSeconds(0));
    if (!granted) continue;
    const { rule, unit, ceiling: most } = granted.exception;
    const ceiling = printMeasure(most, unit, asset);
    const key = JSON.stringify([rule, ceiling]);
    const by = [...(found.get(key)?.by ?? []), someone(register, stored.person)];
    found.set(key, { rule, ceiling, by });
  }
  return [...found.values()];
}

const CancelledBy = z.looseObject({ evidence: z.looseObject({ by: z.string(), why: z.string() }) });

function cancelIn(each: Case, register: Registered, came: LogEntry | undefined): Cancel | null {
  const found = CancelledBy.safeParse(came?.detail);
  if (!found.success) return null;
  const { by, why } = found.data.evidence;
  const answer = each.bundle.cancellations?.at(-1)?.answer;
  const signatures = each.bundle.cancel?.ownerSignatures ?? [];
  return {
    askedBy: by === 'system' ? { id: by, name: 'Sluice itself' } : someone(register, by),
    why,
    confirmedBy: answer?.decision === 'confirm' ? someone(register, answer.person) : null,
    owners: signatures.map(({ owner, person }) => ({ ...someone(register, person), address: owner })),
  };
}

function ownersOf(each: Case, register: Registered): BundleStory['owners'] {
  return each.bundle.ownerSignatures.map(({ owner, person }) => {
    const signed = each.entries.find((entry) => says(entry, 'transfer.owner-signed', ['owner', owner]));
    return { ...someone(registerAt(each, signed) ?? register, person), address: owner };
  });
}

function someone(register: Registered, id: string): Someone {
  return { id, name: register.people.get(parseId('per', id))?.name ?? null };
}

function timeOf(entry: LogEntry | undefined): string | null {
  return entry === undefined ? null : printUtc(entry.at);
}

function sentenceOf(story: Omit<BundleStory, 'sentence'>): string {
  const { amount, asset, safe, destination, requester, confirmers, owners } = story;
  const what = amount ? `${amount.whole} ${amount.symbol}` : `an amount of ${asset}`;
  const way = `from the Safe ${partyWords(safe)} to ${partyWords(destination)}`;
  const confirmed =
    confirmers.length === 0 ? 'nobody has confirmed it' : `${names(confirmers.map(nameOf))} confirmed it`;
  const signed = owners.length === 0 ? 'no owner has signed it' : `${ownerWords(owners)} signed it`;
  const excepted = story.exceptions.map(
    ({ rule, ceiling, by }) => `${names(by.map(nameOf))} excepted it from ${rule} up to ${ceiling}, `,
  );
  const asked = requester.at === null ? '' : ` at ${requester.at}`;
  return `${what} ${movedWords(story)} ${way}: ${nameOf(requester)} asked for it${asked}, ${excepted.join('')}${confirmed}, ${signed}; ${endWords(story)}${cancelWords(story.cancel)}.`;
}

function ownerWords(owners: BundleStory['owners']): string {
  const list = names(owners.map((owner) => `${nameOf(owner)} (${owner.address})`));
  return `the ${owners.length === 1 ? 'owner' : 'owners'} ${list}`;
}

/** Who cancelled it, why, and who had a part in the burn of its nonce. */
export function cancelWords(cancel: Cancel | null): string {
  if (!cancel) return '';
  const { askedBy, why, confirmedBy, owners } = cancel;
  const confirmed = confirmedBy === null ? '' : `, ${nameOf(confirmedBy)} confirmed that`;
  const burnt = owners.length === 0 ? '' : `, ${ownerWords(owners)} signed the burn of its nonce`;
  return `: ${nameOf(askedBy)} cancelled it (${JSON.stringify(why)})${confirmed}${burnt}`;
}

const MOVED = ['executed', 'settled'];
const ENDED_OTHERWISE = ['refused', 'rejected', 'cancelled', 'expired', 'superseded', 'mismatched'];

function movedWords({ state }: Pick<BundleStory, 'state'>): string {
  if (MOVED.includes(state)) return 'moved';
  return ENDED_OTHERWISE.includes(state) ? 'was to move' : 'is to move';
}

function endWords({ state, since, transactionHash }: Omit<BundleStory, 'sentence'>): string {
  const at = since === null ? '' : ` at ${since}`;
  const by = transactionHash === null ? '' : `, in the transaction ${transactionHash}`;
  if (state === 'settled') return `it settled${at}${by}`;
  if (state === 'executed') return `it is executed and not final yet${by}`;
  return `it is ${state}${since === null ? '' : ` since ${since}`}${by}`;
}

function partyWords({ label, address }: BundleStory['safe']): string {
  return label === null ? address : `${JSON.stringify(label)} (${address})`;
}

function nameOf({ id, name }: Someone): string {
  return name ?? id;
}

function names(list: readonly string[]): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}`;
}
