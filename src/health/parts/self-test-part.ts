import { Injectable } from '@nestjs/common';
import { fromDate } from '../../infra/database/database.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { SelfTest, type SelfTested } from '../../inspections/self-test.js';
import type { SelfTestHealth } from './health-parts.contract.js';
import type { Found } from './shared-look.js';

/** Whether this process has refused the known attacks. Which one passed is in the log. */
@Injectable()
export class SelfTestPart {
  constructor(private readonly test: SelfTest) {}

  look(): Promise<Found<SelfTestHealth>> {
    return Promise.resolve(selfTestFound(this.test.standing()));
  }
}

export function selfTestFound({ ok, at, nextAt }: SelfTested): Found<SelfTestHealth> {
  const data = {
    ok,
    at: at ? printTimestamp(fromDate(at)) : null,
    next: printTimestamp(fromDate(nextAt)),
  };
  if (ok) return { status: 'ok', words: 'The known attacks were refused.', data };
  return { status: 'down', words: 'The self-test has not passed: this process sends nothing out.', data };
}
