import { type UnixSeconds, unixSeconds } from '../values/time.js';

const HOUR = 3_600;
/** In force where the policy says nothing. */
const PROMPTS_PER_HOUR = 20;
/** How often one transfer may come back to people with something changed. */
const REVISIONS_MAX = 10;

/** When one requester's earlier clearances were put before people. */
export interface Prompted {
  readonly earlier: readonly UnixSeconds[];
  /** How many clearances this transfer has had. */
  readonly revision: number;
  readonly now: UnixSeconds;
}

export interface TooManyPrompts {
  readonly reason: string;
  /** The first moment at which it is possible again; null if it never is, for this transfer. */
  readonly again: UnixSeconds | null;
}

/**
 * Whether people may be asked once more on behalf of one requester. Who is asked often enough says yes without looking
 * (THREATS H09): so many clearances in any hour, and so many of one transfer, and no more.
 */
export function promptFault(
  { earlier, revision, now }: Prompted,
  { maxPromptsPerHour = PROMPTS_PER_HOUR }: { readonly maxPromptsPerHour?: number },
): TooManyPrompts | undefined {
  if (revision > REVISIONS_MAX) {
    const reason = `it was revised more than ${String(REVISIONS_MAX)} times; people are not asked again`;
    return { reason, again: null };
  }
  const recent = earlier.filter((at) => at > now - HOUR).sort((a, b) => a - b);
  // The one that must have left the hour before another fits in.
  const inTheWay = recent.at(-maxPromptsPerHour);
  if (recent.length < maxPromptsPerHour || inTheWay === undefined) return undefined;
  const reason = `people were asked ${String(recent.length)} times within the hour on behalf of this requester, and the policy allows ${String(maxPromptsPerHour)}`;
  return { reason, again: unixSeconds(inTheWay + HOUR) };
}
