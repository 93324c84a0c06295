import { expect, it } from '@jest/globals';
import { FINDING_CODES } from '../safes/finding-codes.js';
import { FINDING_MONEY } from './finding-money.js';
import { PROBLEMS } from './problems.js';

it.each(FINDING_CODES)(
  'says of a finding %s what has become of the money, and not what if there were one',
  (code) => {
    const money = FINDING_MONEY[code] ?? PROBLEMS[code].money;
    expect(money).toMatch(/^[A-Z`].*\.$/);
    expect(money).not.toMatch(/if a finding|where only|otherwise|if the answer/i);
  },
);
