import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../domain/errors.js';
import { type Found, SharedLook } from './shared-look.js';

const GOOD: Found<number> = { status: 'ok', words: 'It is well.', data: 1 };
/** A look that counts how often it is made. */
function counted(found: () => Promise<Found<number>>) {
  const counter = { made: 0 };
  const look = () => {
    counter.made += 1;
    return found();
  };
  return { counter, look };
}

const QUICK = { freshFor: 60_000, patience: 30, givenUpAfter: 60_000 };

describe(SharedLook.name, () => {
  it('looks once for everybody who asks meanwhile and a while after', async () => {
    const { counter, look } = counted(() => Promise.resolve(GOOD));
    const shared = new SharedLook('part', look, QUICK);
    const answers = await Promise.all(Array.from({ length: 20 }, () => shared.answer()));
    answers.push(await shared.answer());
    expect(counter.made).toBe(1);
    expect(new Set(answers.map(({ at }) => at)).size).toBe(1);
    expect(answers[0]).toMatchObject({ ...GOOD, at: expect.stringMatching(/Z$/) });
  });

  it('looks again once the last look is old', async () => {
    const { counter, look } = counted(() => Promise.resolve(GOOD));
    const shared = new SharedLook('part', look, { ...QUICK, freshFor: 0 });
    await shared.answer();
    await shared.answer();
    expect(counter.made).toBe(2);
  });

  it('says that a part is unknown which does not answer in time, and begins no second look beside the first', async () => {
    const { promise, resolve } = Promise.withResolvers<Found<number>>();
    const { counter, look } = counted(() => promise);
    const shared = new SharedLook('part', look, QUICK);
    const late = { status: 'unknown', words: 'It did not answer within 30 ms.', data: null };
    expect(await shared.answer()).toMatchObject(late);
    expect(await shared.answer()).toMatchObject(late);
    expect(counter.made).toBe(1);
    resolve(GOOD);
    expect(await shared.answer()).toMatchObject(GOOD);
    expect(counter.made).toBe(1);
  });

  it('gives up a look that never ends', async () => {
    const { counter, look } = counted(() => new Promise<Found<number>>(() => undefined));
    const shared = new SharedLook('part', look, { ...QUICK, patience: 1, givenUpAfter: 0 });
    await shared.answer();
    await shared.answer();
    expect(counter.made).toBe(2);
  });

  it("shows the code of an error, and nothing of what others' errors say", async () => {
    const failing = (error: Error) => {
      const shared = new SharedLook('part', () => Promise.reject(error), QUICK);
      Object.assign(shared, { log: { warn: () => undefined } });
      return shared.answer();
    };
    const own = await failing(new DomainError('RPC_UNAVAILABLE', 'provider rpc-1 does not answer'));
    expect(own).toMatchObject({ status: 'unknown', words: 'It could not be looked at (RPC_UNAVAILABLE).' });
    const foreign = await failing(new Error('connect ECONNREFUSED postgres://sluice:hunter2@10.0.0.1'));
    expect(foreign).toMatchObject({ status: 'unknown', words: 'It could not be looked at.', data: null });
  });
});
