import { expect } from '@jest/globals';
import { DestinationCheckView } from '../../src/changes/destinations/destination-checks.contract.js';
import type { Address } from '../../src/domain/values/address.js';
import type { StorySteps } from './story-steps.js';

/** What is said of addresses before anybody drafts one: of a look-alike, and of what is known already. */
export async function requireChecked(
  story: StorySteps,
  { poison, address, lookalike }: { poison: Address; address: Address; lookalike: { destination: string } },
): Promise<void> {
  const check = (asked: string, name = 'Audrey') =>
    story.person(name).post('/v1/destinations/checks', { address: asked });
  const checked = DestinationCheckView.parse((await check(poison)).body);
  expect(checked).toMatchObject({
    ...{ address: poison, lookalikes: [lookalike], known: [] },
    ...{ code: { kind: 'read', hasCode: false, codeHash: null }, isHistoryRead: true },
  });
  const [found] = checked.lookalikes;
  const digits = Array.from(poison.slice(2).toLowerCase());
  const others = address.slice(2).toLowerCase();
  expect(found?.differing).toEqual(digits.flatMap((digit, at) => (digit === others[at] ? [] : [at + 1])));
  expect(found?.sameAtStart).toBe((found?.differing[0] ?? 0) - 1);
  const known = async (asked: string) => DestinationCheckView.parse((await check(asked)).body).known;
  expect(await known(address)).toMatchObject([{ kind: 'destination', destination: lookalike.destination }]);
  expect(await known(story.firstSafe.address)).toMatchObject([{ kind: 'safe' }]);
  expect(await known(story.account('Ada').address)).toMatchObject([{ kind: 'key', words: 'a key of Ada' }]);
  expect(await known(story.ownerAccount('Otto').address)).toMatchObject([{ kind: 'owner' }]);
  expect(await known(`0x${'0'.repeat(40)}`)).toMatchObject([{ kind: 'zero' }]);
  expect(await known(`0x${'0'.repeat(39)}1`)).toMatchObject([{ kind: 'lost' }]);
  const lower = await check(address.toLowerCase());
  expect([lower.status, lower.body['code']]).toEqual([422, 'ADDRESS_FORMAT']);
  // The right spelling is not said: whoever has only the wrong one shall look where the address comes from.
  expect(JSON.stringify(lower.body)).not.toContain(address);
  expect((await check(address, 'Otto')).status).toBe(403);
}
