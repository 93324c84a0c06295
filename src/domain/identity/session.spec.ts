import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unixSeconds } from '../values/time.js';
import {
  type PersonSession,
  SESSION_ABSOLUTE_SECONDS,
  SESSION_IDLE_SECONDS,
  SESSION_OVERLAP_SECONDS,
  SESSION_ROTATION_SECONDS,
  plainUserAgent,
  sessionEnd,
  sessionUse,
} from './session.js';

const T = 1_800_000_000;
const [current, former, stranger] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
];

interface Ages {
  readonly opened?: number;
  readonly seen?: number;
  readonly rotated?: number;
  /** Seconds that the former secret is still good for; null until the new one was seen. */
  readonly formerFor?: number | null;
}

function session({ opened = 0, seen = 0, rotated = 0, formerFor }: Ages = {}): PersonSession {
  const until = formerFor === null || formerFor === undefined ? null : unixSeconds(T + formerFor);
  return {
    id: `ses_${'0'.repeat(32)}`,
    personId: 'per_x',
    method: 'wallet',
    sidHash: current,
    former: formerFor === undefined ? null : { sidHash: former, until },
    rotatedAt: unixSeconds(T - rotated),
    openedAt: unixSeconds(T - opened),
    lastSeenAt: unixSeconds(T - seen),
    networkAddress: '192.0.2.1',
    userAgent: 'x',
  };
}

const use = (ages: Ages, sid: string): string => sessionUse(session(ages), sid, unixSeconds(T));

describe(sessionUse.name, () => {
  it.each([
    ['unused for a second less than the idle time', { seen: SESSION_IDLE_SECONDS - 1 }, 'note'],
    ['unused for the idle time', { seen: SESSION_IDLE_SECONDS }, 'ended'],
    ['open for a second less than the absolute time', { opened: SESSION_ABSOLUTE_SECONDS - 1 }, 'nothing'],
    ['open for the absolute time', { opened: SESSION_ABSOLUTE_SECONDS }, 'ended'],
    ['opened in the future', { opened: -1 }, 'ended'],
    ['seen a moment ago', { seen: 59 }, 'nothing'],
    ['seen a minute ago', { seen: 60 }, 'note'],
    ['due for another secret', { rotated: SESSION_ROTATION_SECONDS }, 'rotate'],
    ['not quite due', { rotated: SESSION_ROTATION_SECONDS - 1 }, 'nothing'],
    ['used with the new secret for the first time', { formerFor: null }, 'retire-former'],
    ['used with the new secret again', { formerFor: 5 }, 'nothing'],
  ])('a session that was %s', (_name, ages, expected) => {
    expect(use(ages, current)).toBe(expected);
  });

  it.each([
    ['before the new one was seen', { formerFor: null }, 'nothing'],
    [
      'when the new one never came to be seen',
      { formerFor: null, rotated: SESSION_OVERLAP_SECONDS },
      'rotate',
    ],
    ['within the overlap', { formerFor: 1 }, 'nothing'],
    ['after the overlap', { formerFor: 0 }, 'ended'],
    ['in a session that has ended', { formerFor: null, seen: SESSION_IDLE_SECONDS }, 'ended'],
  ])('the former secret, %s', (_name, ages, expected) => {
    expect(use(ages, former)).toBe(expected);
  });

  it('no other secret opens it, whatever its age', () => {
    const age = fc.integer({ min: 0, max: 2 * SESSION_ABSOLUTE_SECONDS });
    const ages = fc.record({ opened: age, seen: age, rotated: age, formerFor: fc.option(age) });
    fc.assert(fc.property(ages, (each) => use(each, stranger) === 'ended'));
  });

  it('nothing that has ended by its own account is used, and the other way round with the current secret', () => {
    const age = fc.integer({ min: 0, max: 2 * SESSION_ABSOLUTE_SECONDS });
    fc.assert(
      fc.property(fc.record({ opened: age, seen: age, rotated: age }), (ages) => {
        expect(use(ages, current) === 'ended').toBe(sessionEnd(session(ages)) <= T);
      }),
    );
  });
});

describe(plainUserAgent.name, () => {
  it('is printable ASCII of at most 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(plainUserAgent(text)).toMatch(/^[\x20-\x7e]{0,200}$/);
      }),
    );
    expect(plainUserAgent(undefined)).toBe('');
    expect(plainUserAgent('Mozilla/5.0 (X11; Linux x86_64)\u202e\n')).toBe(
      'Mozilla/5.0 (X11; Linux x86_64)??',
    );
  });
});
