import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { made } from '../../e2e/answers.js';
import type { ConsoleWorld } from './console-world.js';
import { type Lie, Liar, changed, openedBy } from './liar.js';

const SAYS = 'What the server sent does not fit together. Sign nothing.';
const SIGNS = /^(Confirm|Reject|Refuse|Except|Approve|Withdraw|Propose|Sign)\b.* with /;
const OTHER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const HASH = `0x${'12'.repeat(32)}`;

/** A lie, and the difference that it makes: what it is called, and what of it was sent. */
interface Told {
  readonly of: RegExp;
  readonly member: string;
  readonly to: unknown;
  readonly what: string;
  readonly sent?: string;
}

const lieOf = ({ of, member, to }: Told): Lie => ({ of, becomes: changed(member, to) });
const plain = (text: string): string => text.replaceAll(/\s/g, '');

/** The one red block: both values, freezing, the report, and nothing else that could be done. */
async function isStopped(page: Page, { what, sent }: Pick<Told, 'what' | 'sent'>): Promise<Locator> {
  const block = page.getByRole('alert').filter({ hasText: SAYS });
  await block.waitFor();
  expect(await page.getByRole('heading', { name: SAYS }).count()).toBe(1);
  const table = block
    .getByRole('table')
    .filter({ has: page.getByRole('columnheader', { name: what, exact: true }) });
  await table.first().waitFor();
  const rows = await table.first().locator('tbody tr').allInnerTexts();
  const [made = '', said = ''] = rows.map(plain);
  expect(made).toMatch(/^madeherefromwhatisshown./);
  expect(said).toMatch(/^sentbytheserver./);
  expect(said.replace('sentbytheserver', '')).not.toBe(made.replace('madeherefromwhatisshown', ''));
  if (sent !== undefined) expect(said).toContain(plain(sent));
  const offered = await block.getByRole('button').allInnerTexts();
  expect(offered.map((text) => text.trim().replaceAll(/\s+/g, ' '))).toEqual([
    'Freeze…',
    'Copy report of what differs',
  ]);
  expect(await page.getByRole('button', { name: SIGNS }).count()).toBe(0);
  return block;
}

/** Whatever is told, nothing is signed or sent. */
async function nothingSigned(page: Page, liar: Liar, tell: () => Promise<void>): Promise<void> {
  const windows = openedBy(page);
  await tell();
  expect(windows()).toBe(0);
  expect(liar.acts).toEqual([]);
}

/** One after the other; what fails says at which. */
async function each<T extends object>(all: readonly T[], tell: (one: T) => Promise<void>): Promise<void> {
  for (const one of all)
    await tell(one).catch((cause: unknown) => {
      throw new Error(`at ${JSON.stringify({ ...one, of: 'of' in one ? String(one.of) : undefined })}`, {
        cause,
      });
    });
}

/** Asks again for what is stale by now, as a page does whenever it is looked at again. */
const lookAgain = (page: Page): Promise<unknown> =>
  page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");

/** Something that every open page hears of, and that is about none of them. */
async function somethingHappens({ story }: ConsoleWorld): Promise<void> {
  const { id: scope } = story.freshSafe();
  made(await story.person('Rita').post('/v1/freezes', { scope, reason: 'looked odd' }));
}

export function liesStories(opened: () => ConsoleWorld): void {
  const at = (path: string): RegExp => new RegExp(`^/v1/${path}$`);

  /** What is asked of everybody who signs, wherever. */
  const ofPlace: readonly Told[] = [
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

  it('story 11: a confirmation of which one part was changed on the way', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({
      amount: '1.5',
      safe: story.freshSafe(),
      reference: 'Refill, ticket 7',
    });
    const [T, C] = [at(`transfers/${id}`), at(`transfers/${id}/clearance`)];
    const other = await story.requested({ amount: '2.5' });
    const lies: readonly Told[] = [
      { of: T, member: 'amount', to: '2.5', what: 'Amount', sent: '2.5' },
      { of: T, member: 'amount', to: 1.5, what: 'Amount', sent: '1.5' },
      { of: T, member: 'amountUnits', to: '2500000000000000000', what: 'Amount in smallest units' },
      { of: T, member: 'asset.decimals', to: 17, what: 'Amount', sent: '1.5' },
      { of: T, member: 'destination.address', to: OTHER, what: 'Address of the destination', sent: OTHER },
      { of: T, member: 'destination', to: null, what: 'Parts that are shown' },
      { of: T, member: 'reference', to: 'Refill, ticket 8', what: 'Reference' },
      {
        of: T,
        member: 'words',
        to: (was: string) => was.replace('1.5', '2.5'),
        what: 'Sentence of the transfer',
      },
      {
        of: T,
        member: 'evidence.cleared.words',
        to: (was: string) => was.replace('1.5', '2.5'),
        what: 'Amount in the sentence',
        sent: '2.5',
      },
      {
        of: T,
        member: 'intent.typedData.message.destination',
        to: OTHER,
        what: 'Address of the destination',
      },
      { of: T, member: 'intent.typedData.message.salt', to: HASH, what: 'Intent hash' },
      { of: T, member: 'intent.digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      { of: T, member: 'intent', to: null, what: 'Parts that are shown' },
      { of: T, member: 'effects.moves.0.change', to: '2.5', what: 'What the effects change' },
      {
        of: T,
        member: 'effects.digested.nativeChanges.0.delta',
        to: '2500000000000000000',
        what: 'Effects digest',
      },
      { of: T, member: 'evidence.cleared.effectsDigest', to: HASH, what: 'Effects digest', sent: HASH },
      { of: T, member: 'evidence.cleared.policyHash', to: HASH, what: 'Policy hash', sent: HASH },
      { of: T, member: 'decision.policyHash', to: HASH, what: 'Policy of the decision', sent: HASH },
      { of: T, member: 'decision', to: null, what: 'Decision' },
      { of: at('policies/1'), member: 'document.maxExpirySeconds', to: 60, what: 'Policy hash' },
      { of: T, member: 'evidence.cleared.nonce', to: '9', what: 'safeTxHash' },
      { of: T, member: 'nonce', to: '9', what: 'Nonce', sent: '9' },
      { of: T, member: 'evidence.cleared.safeTxHash', to: HASH, what: 'safeTxHash', sent: HASH },
      { of: T, member: 'safe.chainId', to: 1, what: 'Chain of the Safe', sent: '1' },
      { of: T, member: 'safe.address', to: OTHER, what: 'Address of the Safe', sent: OTHER },
      { of: T, member: 'safe.label', to: 'Cold 9', what: 'Sentence of the transfer' },
      { of: T, member: 'id', to: other, what: 'Transfer', sent: other },
      { of: T, member: 'requesterName', to: 'Ada', what: 'Name of the requester', sent: 'Tessa' },
      { of: T, member: 'state', to: 'settled', what: 'State', sent: 'settled' },
      {
        of: C,
        member: 'confirm.typedData.message.words',
        to: (was: string) => was.replace('1.5', '2.5'),
        what: 'message.words of the typed data',
      },
      {
        of: C,
        member: 'confirm.typedData.domain.verifyingContract',
        to: OTHER,
        what: 'domain.verifyingContract of the typed data',
      },
      { of: C, member: 'confirm.digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      { of: C, member: 'revision', to: 2, what: 'Revision', sent: '2' },
      { of: C, member: 'text', to: 'sluice-clearance:1?digest=none', what: 'Text to compare' },
      {
        of: at('destinations/dst_[^/]+'),
        member: 'address',
        to: OTHER,
        what: 'Address in the address book',
        sent: OTHER,
      },
      { of: at('installation'), member: 'chain.id', to: 1, what: 'Chain of the installation', sent: '1' },
      ...ofPlace,
    ];
    const { page, liar } = await Liar.beforePage(world, 'Ada', `/transfers/${id}`);
    await nothingSigned(page, liar, () =>
      each(lies, async (told) => {
        liar.lies = [lieOf(told)];
        await page.getByRole('button', { name: 'Confirm…' }).click();
        await isStopped(page, told);
        liar.lies = [];
        await page.getByRole('button', { name: 'Close', exact: true }).click();
        // What the page asks for besides, it has heard the lie of too.
        if ((await page.getByText(SAYS).count()) > 0) await page.reload();
      }),
    );
    // Without a lie it is offered, so it was the lies that took it away.
    liar.lies = [];
    await page.getByRole('button', { name: 'Confirm…' }).click();
    await page.getByRole('button', { name: /^Confirm with/ }).waitFor();
    expect(await story.state(id)).toBe('awaiting-confirmation');
  });

  it('story 11: lies that are told only when the sheet is open', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    const { page, liar } = await Liar.beforePage(world, 'Ada', `/transfers/${id}`);
    const T = at(`transfers/${id}`);
    const told: readonly Told[] = [
      { of: T, member: 'amount', to: '2.5', what: 'Amount', sent: '2.5' },
      { of: T, member: 'destination.address', to: OTHER, what: 'Address of the destination', sent: OTHER },
      { of: T, member: 'revision', to: 2, what: 'Revision', sent: '1' },
    ];
    await nothingSigned(page, liar, () =>
      each(told, async (one) => {
        await page.getByRole('button', { name: 'Confirm…' }).click();
        await page.getByRole('button', { name: /^Confirm with/ }).waitFor();
        liar.lies = [lieOf(one)];
        // Something happens elsewhere, and so the page asks again.
        await somethingHappens(world);
        await isStopped(page, one);
        liar.lies = [];
        await page.goto(`${world.origin}/transfers/${id}`);
        await liar.settled(page);
      }),
    );
  });

  it('story 11: a list that says another amount than its transfer', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    const words = (was: string): string => was.replace('Send 1.5 ', 'Send 0.5 ');
    const rows =
      (member: string, to: unknown): Lie['becomes'] =>
      (body) => ({
        ...body,
        data: (body['data'] as Record<string, unknown>[]).map((row) =>
          row['id'] === id || (row['subject'] as { id?: string } | undefined)?.id === id
            ? changed(member, to)(row)
            : row,
        ),
      });
    const { page, liar } = await Liar.beforePage(world, 'Ada', '/status');
    await nothingSigned(page, liar, async () => {
      liar.lies = [{ of: at('inbox'), becomes: rows('words', words) }];
      await page.getByRole('link', { name: 'Home' }).click();
      const item = page.getByRole('listitem').filter({ hasText: 'Send 0.5 ETH' });
      await item.getByRole('link', { name: 'Open' }).click();
      await isStopped(page, { what: 'Amount in the sentence, in the list', sent: '0.5' });
      liar.lies = [{ of: /^\/v1\/transfers\?/, becomes: rows('amount', '0.5') }];
      await page.goto(`${world.origin}/transfers`);
      await page.getByRole('link', { name: '0.5 ETH' }).click();
      await isStopped(page, { what: 'Amount, in the list', sent: '0.5' });
    });
    // By itself the transfer is what it is.
    liar.lies = [];
    await page.goto(`${world.origin}/transfers/${id}`);
    await page.getByRole('button', { name: 'Confirm…' }).waitFor();
  });

  it('story 11: what owners are asked to sign, of which one part was changed on the way', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.relayed({ amount: '1.5', safe: story.freshSafe() });
    const [T, R] = [at(`transfers/${id}`), at(`transfers/${id}/signature-request`)];
    const amount = (was: string): string => was.replace('1.5', '2.5');
    const lies: readonly Told[] = [
      { of: T, member: 'amount', to: '2.5', what: 'Amount', sent: '2.5' },
      { of: T, member: 'destination.address', to: OTHER, what: 'Address of the destination', sent: OTHER },
      { of: T, member: 'words', to: amount, what: 'Sentence of the transfer' },
      { of: T, member: 'evidence.cleared.words', to: amount, what: 'Amount in the sentence', sent: '2.5' },
      { of: T, member: 'evidence.cleared.nonce', to: '9', what: 'safeTxHash that was confirmed' },
      { of: T, member: 'evidence.cleared.policyHash', to: HASH, what: 'Digest of the clearance' },
      { of: T, member: 'evidence.cleared.effectsDigest', to: HASH, what: 'Digest of the clearance' },
      {
        of: T,
        member: 'intent.typedData.message.amount',
        to: '2500000000000000000',
        what: 'Amount in smallest units',
      },
      { of: T, member: 'masked', to: true, what: 'Parts that are shown' },
      { of: R, member: 'words', to: amount, what: 'Sentence', sent: '2.5' },
      { of: R, member: 'typedData.message.to', to: OTHER, what: 'message.to of the typed data', sent: OTHER },
      {
        of: R,
        member: 'typedData.message.operation',
        to: 1,
        what: 'message.operation of the typed data',
        sent: '1',
      },
      { of: R, member: 'typedData.message.data', to: '0xdeadbeef', what: 'message.data of the typed data' },
      { of: R, member: 'typedData.message.gasToken', to: OTHER, what: 'message.gasToken of the typed data' },
      {
        of: R,
        member: 'typedData.domain.chainId',
        to: 1,
        what: 'domain.chainId of the typed data',
        sent: '1',
      },
      { of: R, member: 'digests.eip712Digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      { of: R, member: 'digests.domainHash', to: HASH, what: 'Domain Hash', sent: HASH },
      { of: R, member: 'digests.calldataDigest', to: HASH, what: 'Calldata Digest', sent: HASH },
      { of: R, member: 'safe.nonce', to: '9', what: 'Nonce', sent: '9' },
      { of: R, member: 'evidence.confirmations', to: [], what: 'Confirmations' },
      { of: R, member: 'evidence.clearanceDigest', to: HASH, what: 'Digest of the clearance', sent: HASH },
      ...ofPlace,
    ];
    const { page, liar } = await Liar.beforePage(world, 'Otto', `/transfers/${id}/sign`);
    const signs = page.getByRole('button', { name: /^Sign with/ });
    await signs.waitFor();
    await nothingSigned(page, liar, () =>
      each(lies, async (told) => {
        liar.lies = [lieOf(told)];
        await lookAgain(page);
        await isStopped(page, told);
        expect(await page.getByRole('textbox', { name: /signature/ }).count()).toBe(0);
        expect(await page.getByRole('button', { name: 'Paste a signature' }).count()).toBe(0);
        liar.lies = [];
        await lookAgain(page);
        await signs.waitFor();
      }),
    );
    expect(await story.state(id)).toBe('relayed');
  });
}
