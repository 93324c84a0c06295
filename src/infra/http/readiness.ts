import { Injectable } from '@nestjs/common';

/** What has to hold before requests are sent here, named by whoever owns it. A check throws when it does not hold. */
@Injectable()
export class Readiness {
  private readonly checks: (() => Promise<unknown>)[] = [];

  require(check: () => Promise<unknown>): void {
    this.checks.push(check);
  }

  /** @throws whatever the first check that does not hold has thrown */
  async demand(): Promise<void> {
    for (const check of this.checks) await check();
  }
}
