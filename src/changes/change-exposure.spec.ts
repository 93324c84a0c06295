import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../domain/errors.js';
import type { Registered } from '../domain/register/registered.js';
import { SafeContent } from '../domain/changes/kinds/safe.js';
import type { Tx } from '../infra/database/database.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { safeContent } from '../../test/builders/governed.js';
import { SAFE } from '../../test/builders/policy.js';
import { openOn, requireNoneOpen, waitingToPin } from './change-exposure.js';
import { ExposureGate } from './exposure-gate.js';

const open = [parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055')];
const profile = SafeContent.parse(safeContent()).profile;
const register = { safe: (id: string) => (id === SAFE ? { profile } : undefined) } as unknown as Registered;
const change = (content: unknown, subject = SAFE as string) => ({
  ...{ kind: 'safe' as const, subject },
  content: content as null,
});
const OTHER = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';

/** The code by which a change is refused, or undefined. */
function codeOf(
  ...[wanted, exposed]: [ReturnType<typeof change>, readonly TransferId[]]
): string | undefined {
  try {
    requireNoneOpen(register, wanted, exposed);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

class Gate extends ExposureGate {
  override open() {
    return Promise.resolve(open);
  }
}

describe('a change of a Safe on which owners have signed', () => {
  it.each([
    ['owners', { owners: [OTHER] }],
    ['threshold', { threshold: 1 }],
    ['modules', { modules: [OTHER] }],
    ['guard', { guard: OTHER }],
    ['module guard', { moduleGuard: OTHER }],
    ['fallback handler', { fallbackHandler: OTHER }],
    ['singleton', { singleton: OTHER }],
  ])('invariant 12: is refused if it alters its %s', (_what, parts) => {
    expect(codeOf(change(safeContent(parts)), open)).toBe('EXPOSURE_OPEN');
    expect(codeOf(change(safeContent(parts)), [])).toBeUndefined();
  });

  it('invariant 12: is refused if it removes the Safe, or pins one that is not known', () => {
    expect(codeOf(change(null), open)).toBe('EXPOSURE_OPEN');
    const unknown = change(safeContent(), 'safe_01890a5d-ac96-774b-bcce-b302099a8099');
    expect(codeOf(unknown, open)).toBe('EXPOSURE_OPEN');
  });

  it('may rename it', () => {
    expect(codeOf(change(safeContent({}, 'Another name')), open)).toBeUndefined();
  });

  it('is the only change for which transfers are asked', async () => {
    const tx = {} as Tx;
    expect(await openOn(tx, new Gate(), change(safeContent()))).toEqual(open);
    expect(await openOn(tx, new Gate(), { kind: 'policy', subject: 'policy', content: null })).toEqual([]);
    expect(await openOn(tx, new Gate(), undefined)).toEqual([]);
  });
});

describe(waitingToPin.name, () => {
  const id = parseId('chg', 'chg_01890a5d-ac96-774b-bcce-b302099a8056');
  const waiting = (state: string, parts: Parameters<typeof safeContent>[0], subject: string = SAFE) => {
    const record = { status: { state }, change: { ...change(safeContent(parts), subject), id } };
    const ledger = { open: new Set([id]), changes: new Map([[id, record]]) };
    const registered = { safe: (each: string) => register.safe(each), ledger };
    return waitingToPin(registered as unknown as Registered, parseId('safe', SAFE));
  };
  const other = 'safe_01890a5d-ac96-774b-bcce-b302099a8099';

  it.each([
    ['approved', { threshold: 1 }, SAFE, id],
    ['proposed', { threshold: 1 }, SAFE, undefined],
    ['approved', {}, SAFE, undefined],
    ['approved', { threshold: 1 }, other, undefined],
  ])('invariant 12: of a change that is %s, with %j, of %s: %s', (state, parts, subject, found) => {
    expect(waiting(state, parts, subject)).toBe(found);
  });
});
