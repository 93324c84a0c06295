import { type UnixSeconds, unixSeconds } from '../values/time.js';

const HOUR = 3_600;
/** The default if the policy sets no limit. */
const PROMPTS_PER_HOUR = 20;
/** The most revisions of one transfer that people are asked about. */
const REVISIONS_MAX = 10;

/** The times at which one requester's earlier clearances were put to people. */
export interface Prompted {
  readonly earlier: readonly UnixSeconds[];
  /** The number of clearances of this transfer. */
  readonly revision: number;
  readonly now: UnixSeconds;
}

export interface TooManyPrompts {
  readonly reason: string;
  /** When people may be asked again; null if never for this transfer. */
  readonly again: UnixSeconds | null;
}

/**
 * Whether people may be asked once more on behalf of one requester. Prompts are limited for each hour and for each
 * transfer, because people who are asked too often approve without looking (THREATS H09).
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
  // The prompt that must leave the hour before another fits in.
  const inTheWay = recent.at(-maxPromptsPerHour);
  if (recent.length < maxPromptsPerHour || inTheWay === undefined) return undefined;
  const reason = `people were asked ${String(recent.length)} times within the hour on behalf of this requester, and the policy allows ${String(maxPromptsPerHour)}`;
  return { reason, again: unixSeconds(inTheWay + HOUR) };
}
