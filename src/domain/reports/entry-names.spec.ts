import { describe, expect, it } from '@jest/globals';
import { changeEntries, foundingEntry, founded, transferEntries } from '../../../test/builders/told-log.js';
import { entryNames, requestIn } from './entry-names.js';
import { LoggedRegister } from './logged-register.js';
import type { SaidEntry } from '../audit-log/said-entry.js';

const tessa = founded('Tessa');
const renamed = changeEntries(1_000, {
  ...{ kind: 'person', subject: tessa.id, content: { ...tessa.content, name: 'Tessa Brand' } },
  ...{ proposer: founded('Ada').id, at: '2026-11-28T08:00:00.000Z' },
});
const [requested] = transferEntries();
if (!requested) throw new Error('the recorded bundle has no entries');

/** What is known after these entries. */
function after(...entries: readonly SaidEntry[]): LoggedRegister {
  const register = new LoggedRegister();
  for (const entry of entries) register.take(entry);
  return register;
}

describe(entryNames.name, () => {
  it('names people, Safe, destination and amount of a transfer as the log had them', () => {
    const names = entryNames(requested, after(foundingEntry()), requestIn(requested));
    expect(names).toEqual({
      ...{ actor: 'Tessa', safe: 'Cold 2', subject: null, amount: '80', asset: 'ETH' },
      ...{ destination: 'Hot wallet 1', destinationAddress: '0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2' },
      ...{ reference: requestIn(requested)?.reference, words: 'Tessa asked for it' },
    });
  });

  it('calls people at each entry what they were called then, and never what they are called now', () => {
    const before = after(foundingEntry(), ...renamed.slice(0, -1));
    const later = after(foundingEntry(), ...renamed);
    expect(entryNames(requested, before, undefined).actor).toBe('Tessa');
    expect(entryNames(requested, later, undefined).actor).toBe('Tessa Brand');
  });

  it('has no name for what the log has not named yet, and counts a change that it was not told of', () => {
    expect(entryNames(requested, after(), requestIn(requested))).toMatchObject({ actor: null, amount: null });
    expect(after(foundingEntry(), ...renamed.slice(-1)).misses).toBe(1);
  });

  it('names a service, and says why an exception was given', () => {
    const about = { at: '2026-11-28T09:00:00.000Z', safe: null, index: '7' };
    const register = after({
      ...{ ...about, type: 'api-key.created', actor: tessa.id, subject: 'key_1' },
      detail: { name: 'siem' },
    });
    const read = { ...about, type: 'audit.read', actor: 'key_1', subject: null, detail: {} };
    expect(entryNames(read, register, undefined).actor).toBe('siem');
    const excepted = {
      ...{ ...about, type: 'transfer.excepted', actor: 'per_x', subject: 'tr_1' },
      detail: { exception: { rule: 'day', reason: 'Payroll' } },
    };
    expect(entryNames(excepted, register, undefined).words).toBe('per_x excepted day: Payroll');
  });
});
