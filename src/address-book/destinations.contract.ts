import { z } from 'zod';
import { MAX_DAYS } from '../domain/address-book/destination-faults.js';
import { wireId } from '../infra/http/wire.contract.js';

const DAYS = `expected a whole number from 1 to ${String(MAX_DAYS)}`;

export const DestinationsQuery = z.strictObject({
  /** Only entries in force that end within so many days unless they are confirmed again. */
  expiresWithinDays: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, DAYS)
    .transform(Number)
    .refine((days) => days <= MAX_DAYS, DAYS)
    .optional(),
});

export const DestinationParams = z.strictObject({ id: wireId('dst') });
