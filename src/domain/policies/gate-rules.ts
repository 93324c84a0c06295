import { z } from 'zod';
import { WEEKDAYS, isDate, isTimeZone } from './local-time.js';
import { DAY, areUnique, assetId, fixed, slug } from './policy-parts.js';

/** Only entries of the address book, and only after they have cooled off. */
export const destinationAllowed = z.strictObject({
  id: slug,
  kind: z.literal('destination-allowed'),
  coolingOffSeconds: z
    .int()
    .min(0)
    .max(90 * DAY),
  ...fixed,
});

/** Only these assets. */
export const assetAllowed = z.strictObject({
  id: slug,
  kind: z.literal('asset-allowed'),
  assetIds: z.array(assetId).min(1).max(100).refine(areUnique, 'an asset is listed twice'),
  ...fixed,
});

const clock = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;
const hours = {
  id: slug,
  kind: z.literal('business-hours'),
  timeZone: z.string().min(1).max(64).refine(isTimeZone, 'expected a zone of the IANA database'),
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7).refine(areUnique, 'a day is listed twice'),
  from: z.string().regex(clock),
  /** "24:00" is the end of the day. Not before `from`: hours over midnight are two rules' worth, of which one would deny. */
  to: z.string().regex(/^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/),
  holidays: z
    .array(
      z
        .string()
        .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/)
        .refine(isDate, 'there is no such day'),
    )
    .max(400)
    .refine(areUnique, 'a day is listed twice')
    .exactOptional(),
};

/** Only on these days, between two readings of the clock on the wall there. */
export const businessHours = z.discriminatedUnion('waivable', [
  z.strictObject({ ...hours, ...fixed }),
  /** An exception lets the one transfer go outside the hours. */
  z.strictObject({ ...hours, waivable: z.literal(true), ceiling: z.literal(1) }),
]);
