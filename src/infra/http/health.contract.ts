import { z } from 'zod';

export const Live = z.strictObject({ status: z.literal('live') }).meta({ id: 'Liveness' });
export type Live = z.output<typeof Live>;

export const Ready = z.strictObject({ status: z.literal('ready') }).meta({ id: 'Readiness' });
export type Ready = z.output<typeof Ready>;
