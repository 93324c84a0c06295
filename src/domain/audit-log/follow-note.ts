import type { UnixSeconds } from '../values/time.js';

/** How long one entry stands for all readings of a follower. */
const NOTED_SECONDS = 3_600;

/** What the log last said of somebody who follows it: from which entry on, and when. */
export interface FollowNote {
  readonly from: bigint;
  readonly at: UnixSeconds;
}

/**
 * Whether a reading by somebody who follows the log is to be an entry of its own. One that were would be read, and be
 * an entry again, without an end. So one entry says that they read everything from an index on, and stands for an hour:
 * what is read is always covered by an entry, and a day of following is 24 of them.
 */
export function mustNoteFollowing(last: FollowNote | undefined, from: bigint, now: UnixSeconds): boolean {
  return last === undefined || from < last.from || now >= last.at + NOTED_SECONDS;
}
