import { expect } from '@jest/globals';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { DestinationPage } from '../../src/address-book/destinations.contract.js';
import { KINDS } from '../../src/domain/changes/kinds.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { wireTime } from '../../sandbox/founding.js';
import { made, refusalOf } from './answers.js';
import type { StorySteps } from './story-steps.js';

/** What stories read of a change. */
export const Change = z.looseObject({
  id: z.string(),
  state: z.string(),
  subject: z.string(),
  sentences: z.array(z.string()),
  direction: z.string(),
  missing: z.array(z.looseObject({ group: z.string(), needed: z.int(), have: z.int() })),
  activeFrom: z.string().nullable(),
  because: z.string().nullable(),
  isRecovery: z.boolean(),
  before: z.json(),
  content: z.json(),
});

/** A new entry is approved, and everybody is told from when it can be paid. */
export async function requirePending(story: StorySteps): Promise<void> {
  const { address } = privateKeyToAccount(generatePrivateKey());
  const assetId = story.assetId('eth');
  const content = {
    ...{ chainId: 31337, address, label: 'Exchange 1', owner: 'Treasury', assetIds: [assetId] },
    ...{ limits: [{ assetId, maxPerTransfer: '5' }], canary: [{ assetId, max: '1' }], lookalikes: [] },
    expiresAt: wireTime(Date.now() + 20 * 86_400_000),
    control: { kind: 'none', reason: 'a deposit address' },
  };
  const { id, subject } = z
    .looseObject({ id: z.string(), subject: z.string() })
    .parse(made(await story.person('Tessa').changes.propose({ kind: 'destination', content })));
  const show = () => story.person('Audrey').get(`/v1/destinations/${subject}`);
  expect(refusalOf(await show())).toEqual([404, 'DESTINATION_NOT_FOUND']);
  for (const name of ['Clara', 'Carlos', 'Adam']) made(await story.person(name).changes.approve(id));
  const { activeFrom } = (await story.person('Audrey').get(`/v1/changes/${id}`)).body;
  expect((await show()).body).toMatchObject({ id: subject, label: 'Exchange 1', activeFrom });
  const { body } = await story.person('Audrey').get('/v1/destinations');
  const { data, pending } = DestinationPage.parse(body);
  expect(pending).toMatchObject([{ id: subject, address, activeFrom }]);
  expect(data.some((each) => each.id === subject)).toBe(false);
  const checked = await story.person('Tessa').post('/v1/destinations/checks', { address });
  expect(checked.body['known']).toMatchObject([{ kind: 'pending', destination: subject, activeFrom }]);
}

/** The sentences of a policy change as everybody can derive them from what is shown of it. */
export function sentencesAgain(
  story: StorySteps,
  { before, content }: { readonly before: Json; readonly content: Json },
): readonly string[] {
  const asset = (id: string) => (id === story.assetId('eth') ? 'ETH' : 'sUSD');
  return KINDS.policy.sentences('policy', { before, after: content }, { person: (id) => id, asset });
}
