import type { UnixSeconds } from '../values/time.js';

/** How a person proved who they are when the session was opened. */
export const SIGN_IN_METHODS = ['wallet', 'passkey', 'openid'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** OWASP ASVS 5.0, 7.3.1 and 7.3.2: a session ends when it is not used, and however much it is used. In seconds. */
export const SESSION_IDLE_SECONDS = 30 * 60;
export const SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60;
/** After this time of use the cookie gets another secret: one that leaked has an end before the session has. */
export const SESSION_ROTATION_SECONDS = 15 * 60;
/** For requests that were under way with the former secret when the new one was first used. */
export const SESSION_OVERLAP_SECONDS = 10;
const SEEN_EVERY_SECONDS = 60;

/** A person who is signed in, by one browser. */
export interface PersonSession {
  /** `ses_…`; stays the same when the cookie's secret is rotated, and is no part of it. */
  readonly id: string;
  readonly personId: string;
  readonly method: SignInMethod;
  /** SHA-256 of the cookie's secret, as hex. */
  readonly sidHash: string;
  /** The secret before the last rotation. `until` is null as long as nobody has used the new one. */
  readonly former: { readonly sidHash: string; readonly until: UnixSeconds | null } | null;
  readonly rotatedAt: UnixSeconds;
  readonly openedAt: UnixSeconds;
  /** Up to a minute behind. */
  readonly lastSeenAt: UnixSeconds;
  readonly networkAddress: string;
  readonly userAgent: string;
}

/** What one use of a session calls for. */
export type SessionUse = 'ended' | 'rotate' | 'retire-former' | 'note' | 'nothing';

/** When the session ends if it is not used again. */
export function sessionEnd(session: PersonSession): UnixSeconds {
  const idle = session.lastSeenAt + SESSION_IDLE_SECONDS;
  return Math.min(idle, session.openedAt + SESSION_ABSOLUTE_SECONDS) as UnixSeconds;
}

/**
 * Whether a session may be used at `now` with the secret whose hash is `sidHash`, and what is to be written down then.
 * The former secret is good until the new one was seen, and `SESSION_OVERLAP_SECONDS` longer: an answer that brings
 * the new one may be lost, and other requests may be under way. If nobody used the new one, it is replaced.
 */
export function sessionUse(session: PersonSession, sidHash: string, now: UnixSeconds): SessionUse {
  if (session.openedAt > now || sessionEnd(session) <= now) return 'ended';
  const sinceRotation = now - session.rotatedAt;
  const { former } = session;
  if (sidHash === session.sidHash) {
    if (former?.until === null) return 'retire-former';
    if (sinceRotation >= SESSION_ROTATION_SECONDS) return 'rotate';
  } else {
    if (former?.sidHash !== sidHash) return 'ended';
    if (former.until !== null && former.until <= now) return 'ended';
    if (former.until === null && sinceRotation >= SESSION_OVERLAP_SECONDS) return 'rotate';
  }
  return now - session.lastSeenAt >= SEEN_EVERY_SECONDS ? 'note' : 'nothing';
}

const AGENT_MAX = 200;

/** A browser's own name for itself, as text that can do nothing where it is shown: printable ASCII, cut. */
export function plainUserAgent(text: string | undefined): string {
  return (text ?? '').slice(0, AGENT_MAX).replace(/[^\x20-\x7e]/g, '?');
}
