import type { BrowserContext, ConsoleMessage, Request } from 'playwright-core';

const REFUSED = /^Failed to load resource: the server responded with a status of (?:4[0-9]{2}|50[234])/;
const WATCH = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
  console.error('stopped by the policy: ' + violatedDirective + ' ' + blockedURI + ' ' + sourceFile);
});`;

/** Notes whatever a browser complains about, and every request that leaves the origins of a test. */
export class Quiet {
  readonly #complaints: string[] = [];

  #expected: RegExp | null = null;

  constructor(private readonly origins: readonly string[]) {}

  async watch(context: BrowserContext): Promise<void> {
    await context.addInitScript(WATCH);
    context.on('console', (message) => {
      if (message.type() === 'error' && !isRefusal(message))
        this.#complaints.push(`console: ${message.text()} ${message.location().url}`);
    });
    context.on('weberror', (error) => {
      this.#complaints.push(`page: ${error.error().stack ?? error.error().message}`);
    });
    context.on('request', (request) => {
      if (!this.#isOwn(request)) this.#complaints.push(`foreign request: ${request.url()}`);
    });
  }

  /** What a test has a browser complain about on purpose, until its end. */
  expect(complaint: RegExp): void {
    this.#expected = complaint;
  }

  /** @throws Error with all of it that was not expected; the next test begins anew */
  require(): void {
    const complaints = this.#complaints.splice(0).filter((each) => this.#expected?.test(each) !== true);
    this.#expected = null;
    if (complaints.length > 0) throw new Error(`The browser complained:\n${complaints.join('\n')}`);
  }

  /** A page asks its own origin alone. Another one it can only open. */
  #isOwn(request: Request): boolean {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || url.protocol === 'blob:') return true;
    if (!this.origins.includes(url.origin)) return false;
    return request.isNavigationRequest() || new URL(request.frame().url()).origin === url.origin;
  }
}

/** A browser notes every answer of the API that refuses something, or says that a part is down: they are there for that. */
function isRefusal(message: ConsoleMessage): boolean {
  return REFUSED.test(message.text()) && new URL(message.location().url).pathname.startsWith('/v1/');
}
