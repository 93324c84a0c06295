import { z } from 'zod';
import { EVIDENCE, type TransferState } from '../../transfers/transfer.js';
import { type Act, type Outcome, act } from './act.js';
import { count, namesOf, saying } from './forms.js';

const from = z.enum(Object.keys(EVIDENCE) as [TransferState]).describe('the state before');
const revision = saying(count, 'of the clearance');

type StepDetail<To extends TransferState> = z.ZodObject<
  {
    from: typeof from;
    to: z.ZodLiteral<To>;
    revision: typeof revision;
    evidence: (typeof EVIDENCE)[To];
  },
  z.core.$strict
>;

/** A transfer's step into a state. The entry carries the evidence that the state requires, as it is stored. */
export function step<To extends TransferState>(
  to: To,
  by: { readonly actor: string; readonly outcome: Outcome },
): Act<StepDetail<To>> {
  const evidence = EVIDENCE[to].describe(namesOf(EVIDENCE[to]) || 'empty') as (typeof EVIDENCE)[To];
  const detail = z.strictObject({ from, to: z.literal(to), revision, evidence });
  return act({ ...by, subject: 'transfer', detail });
}
