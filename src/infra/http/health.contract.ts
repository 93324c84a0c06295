import { z } from 'zod';

export const Live = z.strictObject({ status: z.literal('live') });
export type Live = z.output<typeof Live>;

export const Ready = z.strictObject({ status: z.literal('ready') });
export type Ready = z.output<typeof Ready>;
