import type { z } from 'zod';

/**
 * How an act ended. `denied`: a rule or a person said no. `failure`: something is not what it should be, or came to
 * nothing. Everything else is `success`.
 */
export const OUTCOMES = ['success', 'denied', 'failure'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Where the type alone does not tell: the member of the detail that does, and what each of its values means. */
type OutcomeBy<Detail> = {
  [Name in keyof Detail & string]: {
    readonly member: Name;
    readonly values: Readonly<Record<`${Extract<Detail[Name], string | boolean>}`, Outcome>>;
  };
}[keyof Detail & string];

/** All that there is to know of one type of entry: what its detail holds, and how its documentation and outcome read. */
export interface Act<Detail extends z.ZodObject = z.ZodObject> {
  /** Who acts, in words. */
  readonly actor: string;
  /** What the entry is about, in words; empty where it has no subject. */
  readonly subject: string;
  readonly outcome: Outcome | OutcomeBy<z.input<Detail>>;
  /** Every member with its form, strictly: what a writer may write. */
  readonly detail: Detail;
  /** What members alone do not say. */
  readonly note?: string;
}

export function act<Detail extends z.ZodObject>(given: Act<Detail>): Act<Detail> {
  return given;
}
