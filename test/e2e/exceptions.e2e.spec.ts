import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { INTEGRITY } from '../../src/domain/policies/decide.js';
import { wireTime } from '../../sandbox/founding.js';
import { made, refusalOf } from './answers.js';
import { ExceptionStory, given } from './exception-story.js';
import type { StorySteps } from './story-steps.js';

const DAY = 86_400;
let world: ExceptionStory;
let story: StorySteps;

beforeAll(async () => {
  world = await ExceptionStory.open();
  story = world.story;
});

afterAll(() => story.close());

beforeEach(() => world.holdOne());

describe('an exception', () => {
  it('takes two of compliance, and then the transfer settles', async () => {
    const safe = story.freshSafe();
    world.held = await story.requested({ amount: '80', safe }, 'needs-exception');
    expect(await story.budget(world.held)).toEqual([]);
    expect(await story.show(world.held)).toMatchObject({
      waitsFor: { code: 'EXCEPTION', groups: [{ needed: 2, have: 0 }], people: [{}, {}] },
    });
    expect(made(await world.except('Clara', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await story.show(world.held)).toMatchObject({
      waitsFor: { groups: [{ needed: 2, have: 1 }], people: [{ name: 'Carlos' }] },
    });
    expect(made(await world.except('Carlos', given()))).toMatchObject({ state: 'queued' });
    expect(await story.budget(world.held)).toEqual(['held']);
    await story.until(world.held, 'awaiting-confirmation');
    await story.confirmed(world.held, ['Ada', 'Rita']);
    await story.until(world.held, 'relayed');
    await story.signed(world.held);
    await story.settled(world.held);
    expect(await story.balance('eth', safe.address)).toBe(parseEther('920'));
  });

  it('counts one person once', async () => {
    made(await world.except('Clara', given()));
    expect(refusalOf(await world.except('Clara', given({ reason: 'Once more' })))).toEqual([
      409,
      'ALREADY_EXCEPTED',
    ]);
    expect(await story.state(world.held)).toBe('needs-exception');
  });

  it('invariant 10: is not made by whoever asked for the transfer', async () => {
    world.held = await story.requested({ amount: '80', by: 'Clara' }, 'needs-exception');
    expect(refusalOf(await world.except('Clara', given()))).toEqual([403, 'SOD']);
  });

  it.each(['Tessa', 'Ada', 'Adam', 'Audrey'])('is not made by %s, who is not compliance', async (name) => {
    expect(refusalOf(await world.except(name, given()))).toEqual([403, 'FORBIDDEN']);
  });

  it.each([
    ...Object.keys(INTEGRITY),
    'usd-per-transfer',
    'eth-per-day',
    'destination-allowed',
    'no-such-rule',
  ])('is refused for %s, which does not hold the transfer', async (rule) => {
    expect(refusalOf(await world.except('Clara', given({ rule })))).toEqual([
      422,
      'RULE_NOT_WAIVABLE',
      '/rule',
    ]);
  });

  it.each(['100.000000000000000001', '1000000'])(
    'is refused up to %s, over the ceiling of the rule',
    async (ceiling) => {
      const reply = await world.except('Clara', given({ ceiling }));
      expect(refusalOf(reply)).toEqual([422, 'EXCEPTION_CEILING', '/ceiling']);
      expect(reply.body['detail']).toBe(
        `${ceiling} ETH is above 100 ETH, up to where the rule eth-per-transfer allows exceptions`,
      );
      // A slip of the pen must not use up the officer's one exception.
      made(await world.except('Clara', given()));
    },
  );

  it('is refused up to less than the transfer needs', async () => {
    expect((await world.except('Clara', given({ ceiling: '79' }))).status).toBe(422);
    made(await world.except('Clara', given()));
  });

  it('ends with its transfer, and after seven days at the latest', async () => {
    const after = (seconds: number) => given({ expiresAt: wireTime(Date.now() + seconds * 1000) });
    expect(refusalOf(await world.except('Clara', after(3700)))).toEqual([
      422,
      'EXPIRY_TOO_FAR',
      '/expiresAt',
    ]);
    world.held = await story.requested({ amount: '80', expiresIn: 20 * DAY }, 'needs-exception');
    expect(refusalOf(await world.except('Clara', after(7 * DAY + 60)))).toEqual([
      ...[422, 'EXPIRY_TOO_FAR', '/expiresAt'],
    ]);
    made(await world.except('Clara', after(7 * DAY - 60)));
  });

  it.each([
    ['', 'LABEL_CONFUSABLE'],
    ['Ticket 7\u202e', 'LABEL_CONFUSABLE'],
    ['Тicket', 'LABEL_CONFUSABLE'],
    ['x'.repeat(65), 'LABEL_CONFUSABLE'],
  ])('is refused with the ticket %j', async (ticket, code) => {
    expect(refusalOf(await world.except('Clara', given({ ticket }), { signs: given() }))).toEqual([
      ...[422, code, '/ticket'],
    ]);
  });

  it('is refused without a ticket', async () => {
    const { ticket: _, ...rest } = given();
    const reply = await story.person('Clara').post(`/v1/transfers/${world.held}/exceptions`, {
      ...rest,
      signature: `0x${'11'.repeat(65)}`,
    });
    expect(refusalOf(reply)).toEqual([422, 'BODY_SCHEMA', '/ticket']);
  });

  it('does not cover a higher value than its ceiling later, and its officer may sign again', async () => {
    const safe = story.freshSafe();
    await story.awaiting({ amount: '50', safe });
    for (let count = 1; count < 4; count += 1) await story.requested({ amount: '50', safe });
    const [one, other] = [
      await story.requested({ amount: '10', safe }, 'needs-exception'),
      await story.requested({ amount: '10', safe }, 'needs-exception'),
    ];
    const daily = (ceiling: string) => given({ rule: 'eth-per-day', ceiling });
    world.held = one;
    made(await world.except('Clara', daily('210'), { transfer: one }));
    world.held = other;
    for (const name of ['Clara', 'Carlos']) made(await world.except(name, daily('210'), { transfer: other }));
    // The other one has taken what the first exception was measured against.
    world.held = one;
    const low = await world.except('Carlos', daily('210'), { transfer: one });
    expect(refusalOf(low)).toEqual([422, 'EXCEPTION_CEILING', '/ceiling']);
    expect(low.body['detail']).toMatch(
      /^210 ETH is below [0-9]+ ETH, which the rule eth-per-day measures now/,
    );
    expect(made(await world.except('Carlos', daily('220'), { transfer: one }))).toMatchObject({
      state: 'needs-exception',
    });
    expect(made(await world.except('Clara', daily('220'), { transfer: one }))).toMatchObject({
      state: 'queued',
    });
    expect(await world.statuses(one)).toEqual(['superseded', 'open', 'open']);
  });

  it('is refused once it has expired', async () => {
    const expiresAt = wireTime(Date.now() - 1000);
    expect(refusalOf(await world.except('Clara', given({ expiresAt })))).toEqual([
      422,
      'EXPIRED',
      '/expiresAt',
    ]);
  });
});
