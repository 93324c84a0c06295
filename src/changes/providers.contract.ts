import { z } from 'zod';

export const ProviderList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        name: z.string(),
        operator: z.string(),
        kind: z.enum(['own-node', 'light-client', 'hosted']),
        /** As the process that answers sees it: one that dissented shows so for ten minutes. */
        state: z.enum(['answering', 'silent', 'dissenting']),
        /** Since when it has been in this state. */
        since: z.string(),
        /** Null if this process has had no answer of it. */
        lastAnswerAt: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ProviderList' });
export type ProviderList = z.output<typeof ProviderList>;
