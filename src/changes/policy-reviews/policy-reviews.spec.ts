import { describe, expect, it } from '@jest/globals';
import { aPolicyDocument } from '../../../test/builders/policy.js';
import { PolicyReviewsController } from './policy-reviews.controller.js';

const CONTENT = aPolicyDocument();
const PERSON = { removedAt: null, groups: ['treasury', 'risk', 'compliance'], keys: [] };
const PEOPLE = ['a', 'b', 'c'].map((id) => [id, { ...PERSON, roles: ['approver', 'compliance'] }] as const);
const REGISTER = { asset: () => ({}), people: new Map(PEOPLE), ledger: { clock: 0 } };

describe(PolicyReviewsController.name, () => {
  it('reviews thirty times an hour for one person, and says when to come back', async () => {
    const controller = new PolicyReviewsController(
      { ofDraft: () => Promise.resolve({ direction: 'same' }) } as never,
      { current: () => Promise.resolve(REGISTER) } as never,
      { transaction: () => Promise.resolve() } as never,
      {} as never,
    );
    const review = (): Promise<unknown> =>
      controller.review({ kind: 'person', personId: 'per_a' } as never, { content: CONTENT });
    for (let time = 0; time < 30; time += 1) await review();
    await expect(review()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 3600 });
  });
});
