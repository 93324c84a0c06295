import type { Page } from 'playwright-core';

/** The window of the sandbox's wallet, as somebody uses it. */
export class WalletPopup {
  private constructor(readonly page: Page) {}

  /** What opens it is an act on the page. */
  static async openedBy(page: Page, act: () => Promise<void>): Promise<WalletPopup> {
    const [popup] = await Promise.all([page.waitForEvent('popup'), act()]);
    return new WalletPopup(popup);
  }

  /** One act on the page, from the click to the wallet's agreement. The wallet asks who it is for if it does not know. */
  static async signedBy(page: Page, act: () => Promise<void>, name: string): Promise<void> {
    await (await WalletPopup.askedBy(page, act, name)).sign();
  }

  /** One act on the page, up to what the wallet shows of it. */
  static async askedBy(page: Page, act: () => Promise<void>, name: string): Promise<WalletPopup> {
    const wallet = await WalletPopup.openedBy(page, act);
    const sign = wallet.page.getByRole('button', { name: 'Sign', exact: true });
    const who = wallet.page.getByRole('heading', { name: 'Who are you?' });
    await sign.or(who).waitFor();
    if (await who.isVisible()) await wallet.choose(name);
    return wallet;
  }

  async choose(name: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
  }

  /** Waits for the request, and agrees to it. */
  sign(): Promise<void> {
    return this.#end('Sign');
  }

  reject(): Promise<void> {
    return this.#end('Reject');
  }

  async #end(name: 'Sign' | 'Reject'): Promise<void> {
    const closed = this.page.waitForEvent('close');
    await this.page.getByRole('button', { name, exact: true }).click();
    await closed;
  }
}
