import { describe, expect, it } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { DomainError, ERROR_CODES } from '../../../domain/errors.js';
import { refusalFrom } from './problem.js';
import { RateLimited, retryAfterOf } from './rate-limited.js';
import { STATUS } from './status.js';

describe(retryAfterOf.name, () => {
  it('is what the limit counted, in whole seconds above zero', () => {
    expect([0, 0.2, 17.1].map((seconds) => retryAfterOf(new RateLimited(seconds)))).toEqual([1, 1, 18]);
  });

  it.each(ERROR_CODES)('%s: is told with each 429, and with no other status', (code) => {
    const seconds = retryAfterOf(new DomainError(code, 'no'));
    expect(seconds !== undefined && seconds > 0).toBe(STATUS[code] === 429);
  });

  it('is told of what the framework refuses, too', () => {
    const refused = refusalFrom(new HttpException('slow down', 429));
    expect([refused.code, retryAfterOf(refused)]).toEqual(['RATE_LIMITED', 60]);
  });
});
