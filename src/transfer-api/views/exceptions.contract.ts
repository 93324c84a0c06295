import { z } from 'zod';
import { EXCEPTION_STATUSES } from '../../domain/exceptions/exception-status.js';
import { UNITS } from '../../domain/policies/measure.js';
import { pageOf, pageQuery, wireSignature } from '../../infra/http/wire.contract.js';

/**
 * One officer's exception. Values are in whole units of the asset, US dollars or transfers, as `unit` says. Null means
 * that this reader may not see the value yet.
 */
export const ExceptionView = z
  .strictObject({
    id: z.string(),
    transfer: z.string(),
    person: z.string(),
    personName: z.string().nullable(),
    rule: z.string(),
    /** The signed sentence. */
    words: z.string().nullable(),
    unit: z.enum(UNITS),
    measured: z.string().nullable(),
    bound: z.string().nullable(),
    ceiling: z.string().nullable(),
    reason: z.string().nullable(),
    ticket: z.string(),
    /** `invalid` is a row without a valid signature; it lifts nothing. */
    status: z.enum([...EXCEPTION_STATUSES, 'invalid']),
    at: z.string(),
    expiresAt: z.string(),
    signature: wireSignature,
  })
  .meta({ id: 'Exception' });
export type ExceptionView = z.output<typeof ExceptionView>;

export const ExceptionListQuery = z.strictObject(pageQuery);

export const ExceptionPage = pageOf(ExceptionView).meta({ id: 'ExceptionPage' });
export type ExceptionPage = z.output<typeof ExceptionPage>;
