import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { type EvidenceBundle, readBundle } from '../../src/domain/evidence/bundle.js';
import type { Line } from '../../src/domain/evidence/line.js';
import type { Roots } from '../../src/domain/evidence/roots.js';
import { verifyBundle } from '../../src/domain/evidence/verify-bundle.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { withPerson } from '../builders/founding.js';
import { made } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({
    safes: 6,
    founding: (document) => {
      const { policy, ...rest } = withPerson(document, 'Ada', { roles: ['approver'] });
      const tiers = policy.tiers.map((tier) => (tier.name === 'usd-small' ? { ...tier, rekey: true } : tier));
      return { ...rest, policy: { ...policy, tiers } };
    },
  });
});

afterAll(() => story.close());

const bundleOf = (id: string, name = 'Audrey') => story.person(name).download(`/v1/transfers/${id}/evidence`);

function roots(): Roots {
  return { founding: parseBytes32(story.environment['FOUNDING_DIGEST'] ?? ''), chainId: 31337 };
}

const broken = (lines: readonly Line[]) => lines.filter(({ ok }) => ok === false);
const wordsOf = (lines: readonly Line[]) => lines.map(({ words }) => words).join('\n');

function read(text: string): EvidenceBundle {
  const answer = readBundle(text);
  if (!answer.isRead) throw new Error(`${answer.reason} at ${answer.part}`);
  return answer.bundle;
}

describe('the evidence of a transfer', () => {
  it('invariant 18: of a settled one holds, from the founding to the receipt', async () => {
    const safe = story.freshSafe();
    const id = await story.requested({ amount: '80', safe }, 'needs-exception');
    for (const name of ['Clara', 'Carlos'])
      made(
        await story
          .person(name)
          .except(id, { rule: 'eth-per-transfer', ceiling: '80', reason: 'Launch', ticket: 'OPS-7' }),
      );
    await story.until(id, 'awaiting-confirmation');
    await story.confirmed(id, ['Ada']);
    // The register goes on between two acts on the transfer: each is judged by the register of its own moment.
    await story.govern('person', story.personId('Tariq'), () => null);
    await story.confirmed(id, ['Rita']);
    await story.until(id, 'relayed');
    await story.signed(id);
    await story.settled(id);
    const text = await bundleOf(id);
    const { lines, holds } = await verifyBundle(text, roots());
    expect(broken(lines)).toEqual([]);
    expect(holds).toBe(true);
    const bundle = read(text);
    if (process.env['SLUICE_KEEP_BUNDLE']) writeFileSync(process.env['SLUICE_KEEP_BUNDLE'], text);
    expect(bundle.acts.length).toBeGreaterThan(1);
    expect(bundle.execution?.inBlock?.transaction).not.toBeNull();
    expect(wordsOf(lines)).toContain('exactly the logs that follow from the intent');
    expect(wordsOf(lines)).toContain('The quorum of the tier eth-large (1 of treasury, 1 of risk) was there');
  });
});
