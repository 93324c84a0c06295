import type { Locator, Page } from 'playwright-core';
import { until } from '../../e2e/until.js';

/** More than any page has places to stop at. */
const STOPS = 200;

/** A script: why nobody could see where the focus is; null if they can. */
const FOCUS_FAULT = `(() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return 'the focus is nowhere';
  const words = (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim().slice(0, 60);
  const fault = (what) => at.tagName.toLowerCase() + ' "' + words + '" ' + what;
  const ringed = at.matches(':focus-visible');
  const ring = ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  let around = at;
  // A row of a table shows the ring of the link that fills it.
  while (around && !ring(getComputedStyle(around))) around = around.parentElement;
  if (!ringed || !around) return fault('has the focus and shows no ring');
  const { top, right, bottom, left } = at.getBoundingClientRect();
  const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
  if (right <= left || bottom <= top || right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight)
    return fault('has the focus and is out of sight');
  const above = document.elementFromPoint(x, y);
  return above && (at.contains(above) || above.contains(at)) ? null : fault('has the focus and lies under something');
})()`;

/** What a test has to know of an element. */
interface InPage {
  readonly ownerDocument: { readonly activeElement: InPage | null };
  compareDocumentPosition(other: InPage): number;
}

/** In the page: 0 if it has the focus, 1 if it comes after what has it, -1 if before. */
function wayTo(target: InPage): 0 | 1 | -1 {
  const at = target.ownerDocument.activeElement;
  if (at === target) return 0;
  return at && (at.compareDocumentPosition(target) & 4) === 0 ? -1 : 1;
}

/** Somebody without a pointer. After every step of theirs the focus is somewhere, and to be seen. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** One step, and what it brings about. @throws Error if the focus is lost by it, or cannot be seen */
  async step(what: string, act: () => Promise<unknown>, seen?: Locator): Promise<void> {
    await act();
    await seen?.waitFor();
    let fault: unknown = null;
    const isSeen = async () => {
      fault = await this.page.evaluate(FOCUS_FAULT);
      return fault === null;
    };
    // It may go from one place to the next by way of none.
    await until('a focus to be seen', isSeen).catch(() => {
      throw new Error(`${what}: ${String(fault)}`);
    });
  }

  /** What comes by itself takes the focus from nobody. */
  arrives(seen: Locator): Promise<void> {
    return this.step(String(seen), () => Promise.resolve(), seen);
  }

  press(key: string, seen?: Locator): Promise<void> {
    return this.step(key, () => this.page.keyboard.press(key), seen);
  }

  /** Into what has the focus, instead of what stands there. */
  async type(text: string): Promise<void> {
    await this.press('ControlOrMeta+a');
    await this.step(`typing ${text}`, () => this.page.keyboard.insertText(text));
  }

  /** By Tab, or by Shift and Tab if it stands further up: every stop on the way shows where one is. */
  async goTo(target: Locator): Promise<void> {
    await target.waitFor();
    let way = await target.evaluate(wayTo);
    for (let stops = 0; way !== 0; way = await target.evaluate(wayTo)) {
      stops += 1;
      if (stops > STOPS) throw new Error(`no key leads to ${String(target)}`);
      await this.press(way > 0 ? 'Tab' : 'Shift+Tab');
    }
  }

  /** Goes there, and presses it as soon as it takes anything. */
  async enter(target: Locator, seen?: Locator): Promise<void> {
    await this.goTo(target);
    await this.#isOn(target);
    await this.press('Enter', seen);
  }

  /** In a list of choices, by the first letters of one. */
  async choose(list: Locator, word: string): Promise<void> {
    await this.goTo(list);
    await this.step(`choosing ${word}`, () => this.page.keyboard.type(word));
  }

  /** From a button of the page through the wallet's window, and back. The wallet asks who it is for if it does not know. */
  async signedBy(button: Locator, name: string): Promise<void> {
    await this.goTo(button);
    await this.#isOn(button);
    const [opened] = await Promise.all([this.page.waitForEvent('popup'), this.page.keyboard.press('Enter')]);
    const wallet = new Keyboard(opened);
    const sign = opened.getByRole('button', { name: 'Sign', exact: true });
    const who = opened.getByRole('heading', { name: 'Who are you?' });
    await sign.or(who).waitFor();
    if (await who.isVisible())
      await wallet.enter(opened.getByRole('button', { name: new RegExp(`^${name}\\b`) }), sign);
    await wallet.goTo(sign);
    await wallet.#isOn(sign);
    await this.step('the wallet', () =>
      Promise.all([opened.waitForEvent('close'), opened.keyboard.press('Enter')]),
    );
  }

  /** A button that signs takes nothing in its first moments. */
  #isOn(target: Locator): Promise<void> {
    return until(`${String(target)} to take a key`, () => target.isEnabled());
  }
}
