import type { UnixSeconds } from '../values/time.js';

/** How a person signed in. */
export const SIGN_IN_METHODS = ['wallet', 'passkey', 'openid'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/**
 * In seconds. A session ends when idle, and after a maximum life however much it is used (OWASP ASVS 5.0, 7.3.1 and
 * 7.3.2).
 */
export const SESSION_IDLE_SECONDS = 30 * 60;
export const SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60;
/** In seconds. After this time the cookie gets a new secret, so that a leaked one expires before the session does. */
export const SESSION_ROTATION_SECONDS = 15 * 60;
/** In seconds: how long the old secret stays valid for requests in flight once the new one was first used. */
export const SESSION_OVERLAP_SECONDS = 10;
const SEEN_EVERY_SECONDS = 60;

/** A signed-in person in one browser. */
export interface PersonSession {
  /** `ses_…`. It is independent of the cookie's secret, and survives rotation. */
  readonly id: string;
  readonly personId: string;
  readonly method: SignInMethod;
  /** SHA-256 of the cookie's secret, as hex. */
  readonly sidHash: string;
  /** The secret before the last rotation. `until` is null until somebody has used the new one. */
  readonly former: { readonly sidHash: string; readonly until: UnixSeconds | null } | null;
  readonly rotatedAt: UnixSeconds;
  readonly openedAt: UnixSeconds;
  /** Updated at most once a minute. */
  readonly lastSeenAt: UnixSeconds;
  readonly networkAddress: string;
  readonly userAgent: string;
}

/** What the service must do after one use of a session. */
export type SessionUse = 'ended' | 'rotate' | 'retire-former' | 'note' | 'nothing';

/** When the session ends if it is not used again. */
export function sessionEnd(session: PersonSession): UnixSeconds {
  const idle = session.lastSeenAt + SESSION_IDLE_SECONDS;
  return Math.min(idle, sessionLimit(session)) as UnixSeconds;
}

/** When the session ends however much it is used. */
export function sessionLimit({ openedAt }: PersonSession): UnixSeconds {
  return (openedAt + SESSION_ABSOLUTE_SECONDS) as UnixSeconds;
}

/**
 * Whether a session may be used at `now` with the secret whose hash is `sidHash`, and what to store then. The former
 * secret stays valid until the new one was seen, plus `SESSION_OVERLAP_SECONDS`: the answer with the new one may be
 * lost, and other requests may be in flight. If nobody used the new one, it is replaced.
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

/** The browser's User-Agent made safe to display: printable ASCII only, truncated. */
export function plainUserAgent(text: string | undefined): string {
  return (text ?? '').slice(0, AGENT_MAX).replace(/[^\x20-\x7e]/g, '?');
}
