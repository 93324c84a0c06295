import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Page } from 'playwright-core';
import type { ConsoleWorld } from '../console-world.js';
import { CancelStory } from '../../../e2e/cancel-story.js';
import { WalletPopup } from '../wallet-popup.js';
import { Liar, changed } from './liar.js';
import { proposedPerson } from './proposed-person.js';
import { HASH, OTHER, type Told, at, each, lieOf } from './stopped.js';
import { UncheckedConsole } from './unchecked-console.js';

const Refused = z.looseObject({ code: z.string() });
/** A request is taken down, and refused for good. */
const RefusedTransfer = z
  .looseObject({
    state: z.literal('refused'),
    evidence: z.looseObject({ reasons: z.tuple([Refused]) }),
  })
  .transform(({ evidence }) => evidence.reasons[0]);

/** What the page's own check finds, told to a console that has none: the gateway is the second line. */
export function uncheckedStories(opened: () => ConsoleWorld): void {
  let unchecked: UncheckedConsole;
  const pages: Page[] = [];
  beforeAll(async () => {
    unchecked = await UncheckedConsole.build();
  });
  afterAll(() => unchecked.close());

  async function pageOf(name: string, path: string): Promise<{ page: Page; liar: Liar }> {
    const world = opened();
    const context = await world.contextOf(name);
    await unchecked.serve(context, world.origin);
    const liar = await Liar.before(context, world.origin);
    const page = await world.visit(context, path);
    pages.push(page);
    return { page, liar };
  }

  /** Before the context closes: what a page still loads by then would be asked of the gateway, which has other files. */
  async function leave(): Promise<void> {
    await Promise.all(pages.splice(0).map((page) => page.goto('about:blank')));
  }

  /** What is signed with the wallet after one lie was told; the gateway's code. */
  async function refused(page: Page, name: string, button: RegExp): Promise<string> {
    const sign = page.getByRole('button', { name: button });
    await sign.waitFor();
    const [answer] = await Promise.all([
      page.waitForResponse(
        (response) => response.request().method() === 'POST' && !response.url().endsWith('/evaluate'),
      ),
      WalletPopup.signedBy(page, () => sign.click(), name),
    ]);
    return z.union([Refused, RefusedTransfer]).parse(await answer.json()).code;
  }

  it('story 11: unchecked, a confirmation of something else binds nobody', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    const T = at(`transfers/${id}`);
    const lies: readonly Omit<Told, 'what'>[] = [
      { of: T, member: 'evidence.cleared.words', to: (was: string) => was.replace('Send 1.5 ', 'Send 0.5 ') },
      { of: T, member: 'evidence.cleared.effectsDigest', to: HASH },
      { of: T, member: 'safe.address', to: OTHER },
    ];
    const { page, liar } = await pageOf('Ada', `/transfers/${id}`);
    await each(lies, async (told) => {
      liar.lies = [lieOf({ ...told, what: '' })];
      await page.goto(`${world.origin}/transfers/${id}?act=confirm`);
      expect(await refused(page, 'Ada', /^Confirm with/)).toBe('APPROVAL_BINDING');
    });
    expect(await story.show(id)).toMatchObject({ state: 'awaiting-confirmation', confirmations: [] });
    expect(liar.acts).toEqual(lies.map(() => `POST /v1/transfers/${id}/confirmations`));
    await leave();
  });

  it('story 11: unchecked, an owner’s signature over something else freezes the Safe', async () => {
    const { story, origin } = opened();
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1.5', safe });
    const { page, liar } = await pageOf('Otto', '/status');
    const member = 'intent.typedData.message.destination';
    liar.lies = [{ of: at(`transfers/${id}`), becomes: changed(member, OTHER) }];
    await page.goto(`${origin}/transfers/${id}/sign`);
    expect(await refused(page, 'Otto', /^Sign with/)).toBe('SIG_MISMATCH');
    expect(await story.show(id)).toMatchObject({ state: 'relayed', ownerSignatures: [] });
    expect(await story.freeze(safe)).toBe('SIG_MISMATCH');
    await leave();
  });

  it('story 11: unchecked, a word on another change, cancel, exception or request is none', async () => {
    const world = opened();
    const { story, origin } = world;
    const change = await proposedPerson(world, 'Nora');
    const clara = await pageOf('Clara', '/status');
    const other = (was: string): string => was.replace('operator', 'auditor');
    clara.liar.lies = [{ of: at(`changes/${change}`), becomes: changed('sentences.0', other) }];
    await clara.page.goto(`${origin}/changes/${change}?act=approve`);
    expect(await refused(clara.page, 'Clara', /^Approve with/)).toBe('APPROVAL_BINDING');
    const { body } = await story.person('Adam').get(`/v1/changes/${change}`);
    expect(body).toMatchObject({ state: 'proposed', answers: [{ decision: 'propose' }] });

    const cancel = await CancelStory.relayed(story);
    await cancel.cleared();
    const amos = await pageOf('Amos', '/status');
    const nonce = changed('evidence.cleared.nonce', '9');
    amos.liar.lies = [{ of: at(`transfers/${cancel.id}`), becomes: nonce }];
    await amos.page.goto(`${origin}/transfers/${cancel.id}?act=answer-cancel`);
    expect(await refused(amos.page, 'Amos', /^Confirm with/)).toBe('APPROVAL_BINDING');
    expect(await cancel.show()).toMatchObject({ stage: 'cleared', confirmedBy: null });

    const held = await story.requested({ amount: '60', safe: story.freshSafe() }, 'needs-exception');
    const carlos = await pageOf('Carlos', '/status');
    const measure = (was: string): string => was.replace('it measures 60 ETH', 'it measures 51 ETH');
    const words = changed('typedData.message.words', measure);
    carlos.liar.lies = [{ of: /exception-statement/, becomes: words }];
    await carlos.page.goto(`${origin}/transfers/${held}?act=except`);
    await carlos.page.getByLabel('Why').fill('the launch');
    await carlos.page.getByLabel('Ticket').fill('CMP-77');
    await carlos.page.getByRole('button', { name: 'Look at it' }).click();
    expect(await refused(carlos.page, 'Carlos', /^Except with/)).toBe('APPROVAL_BINDING');
    expect(await story.show(held)).toMatchObject({ state: 'needs-exception', exceptions: [] });

    const tessa = await pageOf('Tessa', '/status');
    tessa.liar.lies = [{ of: at('destinations'), becomes: changed('data.0.address', OTHER) }];
    await tessa.page.goto(`${origin}/transfers/new`);
    await tessa.page.getByLabel('Amount').fill('0.5');
    await tessa.page.getByLabel('Reference').fill('Refill');
    expect(await refused(tessa.page, 'Tessa', /^Sign with/)).toBe('INTENT_SIGNATURE');
    await tessa.page.getByText('The intent does not carry a valid signature').first().waitFor();
    await leave();
  });
}
