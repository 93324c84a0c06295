import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../../e2e/until.js';
import { type Lie, type Liar, changed, openedBy } from './liar.js';

export const SAYS = 'What the server sent does not fit together. Sign nothing.';
const SIGNS = /^(Confirm|Reject|Refuse|Except|Approve|Withdraw|Propose|Sign)\b.* with /;
export const OTHER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
export const HASH = `0x${'12'.repeat(32)}`;

/** A lie, and the difference that it makes: what it is called, and what of it was sent. */
export interface Told {
  readonly of: RegExp;
  readonly member: string;
  readonly to: unknown;
  readonly what: string;
  readonly sent?: string;
}

export const lieOf = ({ of, member, to }: Told): Lie => ({ of, becomes: changed(member, to) });
const plain = (text: string): string => text.replaceAll(/\s/g, '');

/** What a page shows: red blocks with their values, what they offer, and whatever else could sign. */
const SEEN = `(() => {
  const textOf = (node) => node.textContent.replaceAll(/\\s+/g, ' ').trim();
  const blocks = [...document.querySelectorAll('[role=alert].does-not-fit')];
  return {
    titles: blocks.map((block) => textOf(block.querySelector('h2, h3'))),
    tables: blocks.flatMap((block) => [...block.querySelectorAll('table')]).map((table) => [
      textOf(table.querySelector('th')), ...[...table.querySelectorAll('td')].map(textOf),
    ]),
    offers: blocks.flatMap((block) => [...block.querySelectorAll('button')]).map(textOf),
    buttons: [...document.querySelectorAll('button')].map(textOf),
  };
})()`;
const Seen = z.object({
  titles: z.array(z.string()),
  tables: z.array(z.tuple([z.string(), z.string(), z.string()])),
  offers: z.array(z.string()),
  buttons: z.array(z.string()),
});

/** The one red block: both values, freezing, the report, and nothing else that could be done. */
export async function isStopped(page: Page, { what, sent }: Pick<Told, 'what' | 'sent'>): Promise<void> {
  let seen: z.output<typeof Seen> | undefined;
  const isFound = ([name, , said]: readonly [string, string, string]): boolean =>
    name === what && (sent === undefined || plain(said).includes(plain(sent)));
  await until(`“${what}” in the red block`, async () => {
    seen = Seen.parse(await page.evaluate(SEEN));
    return seen.tables.some(isFound);
  }).catch((error: unknown) => {
    throw new Error(`it shows ${JSON.stringify(seen)}`, { cause: error });
  });
  expect(seen?.titles).toEqual([SAYS]);
  const [, made, said] = seen?.tables.find(isFound) ?? [];
  expect(made).not.toBe('');
  expect(said).not.toBe('');
  expect(made).not.toBe(said);
  expect(seen?.offers).toEqual(['Freeze…', 'Copy report of what differs']);
  expect(seen?.buttons.filter((button) => SIGNS.test(button))).toEqual([]);
}

/** Whatever is told, nothing is signed or sent. */
export async function nothingSigned(page: Page, liar: Liar, tell: () => Promise<void>): Promise<void> {
  const windows = openedBy(page);
  await tell();
  expect(windows()).toBe(0);
  expect(liar.acts).toEqual([]);
}

/** One after the other; what fails says at which. */
export async function each<T extends object>(
  all: readonly T[],
  tell: (one: T) => Promise<void>,
): Promise<void> {
  for (const one of all)
    await tell(one).catch((cause: unknown) => {
      throw new Error(`at ${JSON.stringify({ ...one, of: 'of' in one ? String(one.of) : undefined })}`, {
        cause,
      });
    });
}

/** Asks again for what is stale by now, as a page does whenever it is looked at again. */
export const lookAgain = (page: Page): Promise<unknown> =>
  page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");

interface InSheet {
  readonly lies: readonly Told[];
  /** The button that opens it. */
  readonly opens: string;
}

/** Each lie told to the sheet that the button opens. */
export function inSheet(page: Page, liar: Liar, { lies, opens }: InSheet): Promise<void> {
  return each(lies, async (told) => {
    liar.lies = [lieOf(told)];
    await page.getByRole('button', { name: opens }).click();
    await isStopped(page, told);
    liar.lies = [];
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    // What the page asks for besides, it has heard the lie of too.
    if ((await page.getByText(SAYS).count()) > 0) await page.reload();
  });
}

/** A path of the API, whole. */
export const at = (path: string): RegExp => new RegExp(`^/v1/${path}$`);

/** What is asked of everybody who signs, wherever. */
export const OF_PLACE: readonly Told[] = [
  {
    of: at('installation'),
    member: 'origin',
    to: 'https://sluice.example',
    what: 'Address of Sluice',
    sent: 'https://sluice.example',
  },
  {
    of: at('sessions/current'),
    member: 'id',
    to: 'per_01890a5d-ac96-774b-bcce-000000000001',
    what: 'Who is signed in',
  },
  { of: at('people/per_[^/]+'), member: 'name', to: 'Mallory', what: 'Name of the person' },
  { of: at('people/per_[^/]+'), member: 'keys', to: [], what: 'Key of the person' },
];
