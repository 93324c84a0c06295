import { Injectable } from '@nestjs/common';

/** Readiness checks, registered by their owners. A failing check throws. */
@Injectable()
export class Readiness {
  private readonly checks: (() => Promise<unknown>)[] = [];

  require(check: () => Promise<unknown>): void {
    this.checks.push(check);
  }

  /** @throws the error of the first failing check */
  async demand(): Promise<void> {
    for (const check of this.checks) await check();
  }
}
