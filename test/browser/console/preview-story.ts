import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { formatAmount } from '../../../src/domain/values/amount.js';
import type { StorySteps } from '../../e2e/story-steps.js';
import type { ConsoleWorld } from './console-world.js';

const ETH_DECIMALS = 18;

const Reasons = z.array(
  z.looseObject({
    ...{ rule: z.string(), words: z.string(), outcome: z.enum(['allow', 'deny']) },
    ...{ measured: z.string().nullable(), bound: z.string().nullable() },
  }),
);
type Reason = z.output<typeof Reasons>[number];

const Decided = z.looseObject({ decision: z.looseObject({ reasons: Reasons }) });

/** The least that is too much, and what no exception helps. */
const [BOUND, JUST_OVER, FAR_OVER, NEVER] = ['50', '50.000000000000000001', '80', '100.000000000000000001'];

/** What the policy says while somebody types. */
export function previewStory(inWorld: () => ConsoleWorld): void {
  it('story 4: what the policy says follows every key, without asking, by the very reasons of the gateway', async () => {
    const world = inWorld();
    const { story } = world;
    const page = await world.as('Tessa', '/transfers/new');
    await page.getByText('Write an amount.').waitFor();
    const evaluated: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/evaluate')) evaluated.push(request.url());
    });

    await types(page, BOUND);
    await page.getByText('Within everything').waitFor();
    expect(await saidOf(page, 'eth-per-transfer')).toBe('within 50 ETH of 50 ETH');
    expect(await allSaid(page)).toEqual(linesOf(await evaluatedByApi(story, BOUND)));
    await types(page, JUST_OVER);
    await page.getByText('Needs an exception: 0.000000000000000001 ETH too much').waitFor();
    expect(await allSaid(page)).toEqual(linesOf(await requestedByApi(story, JUST_OVER, 'needs-exception')));
    await types(page, FAR_OVER);
    await page.getByText('Needs an exception: 30 ETH too much').waitFor();
    expect(await saidOf(page, 'eth-per-transfer')).toBe('over 80 ETH of 50 ETH');
    expect(await allSaid(page)).toEqual(linesOf(await requestedByApi(story, FAR_OVER, 'needs-exception')));
    await page
      .getByText('compliance excepts it; 1 of treasury (Tariq, Ada, Amos) and 1 of risk (Rita) confirm it')
      .waitFor();
    await types(page, NEVER);
    await page.getByText('Would be refused').waitFor();
    expect(await allSaid(page)).toEqual(linesOf(await requestedByApi(story, NEVER, 'refused')));
    expect(evaluated).toEqual([]);
  });
}

/** Key after key, each of which is judged. */
async function types(page: Page, amount: string): Promise<void> {
  const field = page.getByLabel('Amount');
  await field.fill('');
  await field.pressSequentially(amount);
}

const says = (page: Page) =>
  page
    .getByRole('region', { name: /^What policy/ })
    .getByRole('list')
    .first();

/** Status and words of one rule. */
async function saidOf(page: Page, rule: string): Promise<string | undefined> {
  const all = await allSaid(page);
  return all.find((line) => line.startsWith(`${rule}: `))?.slice(rule.length + 2);
}

/** Of every rule, by its name. */
async function allSaid(page: Page): Promise<readonly string[]> {
  const items = says(page).getByRole('listitem');
  const fold = says(page).locator('details');
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
  const rows = items.filter({ has: page.locator('.st'), hasNot: page.locator('summary') });
  const judged = await rows.allInnerTexts();
  const passed = await fold.getByRole('listitem').allInnerTexts();
  const lines = [
    ...judged.map((text) => {
      const [status = '', words = '', rule = ''] = text.split('\n');
      return `${rule}: ${status} ${words}`;
    }),
    ...passed.map((text) => text.replace(/^(\S+) /, '$1: ')),
  ];
  return lines.toSorted();
}

function linesOf(reasons: readonly Reason[]): readonly string[] {
  const units = (value: string): string => `${formatAmount(BigInt(value), ETH_DECIMALS)} ETH`;
  const lines = reasons.map(({ rule, words, outcome, measured, bound }) => {
    if (measured === null || bound === null) return `${rule}: ${outcome === 'deny' ? 'no ' : ''}${words}`;
    return `${rule}: ${outcome === 'deny' ? 'over' : 'within'} ${units(measured)} of ${units(bound)}`;
  });
  return lines.toSorted();
}

async function evaluatedByApi(story: StorySteps, amount: string): Promise<readonly Reason[]> {
  const { safe, asset, destination } = story.wish({ amount });
  const { body } = await story.person('Tessa').post('/v1/policies/evaluate', {
    ...{ safe, asset, destination, amount },
  });
  return Decided.parse(body).decision.reasons;
}

async function requestedByApi(
  story: StorySteps,
  amount: string,
  state: 'needs-exception' | 'refused',
): Promise<readonly Reason[]> {
  return Decided.parse(await story.show(await story.requested({ amount }, state))).decision.reasons;
}
