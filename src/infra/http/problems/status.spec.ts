import { describe, expect, it } from '@jest/globals';
import { STATUS_CODES } from 'node:http';
import { ERROR_CODES } from '../../../domain/errors.js';
import { STATUS } from './status.js';

describe('STATUS', () => {
  it('gives every error code a status, and names no other code', () => {
    expect(Object.keys(STATUS).sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(Object.entries(STATUS))('invariant 6: %s is answered as a failure: %d', (_code, status) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(STATUS_CODES[status]).toBeDefined();
  });

  it.each(ERROR_CODES.filter((code) => code.endsWith('_UNAVAILABLE')))(
    'invariant 6: %s says that it could not be checked',
    (code) => {
      expect(STATUS[code]).toBe(503);
    },
  );

  it.each(ERROR_CODES.filter((code) => code.endsWith('_NOT_FOUND')))(
    '%s says that it is not there',
    (code) => {
      expect(STATUS[code]).toBe(404);
    },
  );
});
