import type { z } from 'zod';

/**
 * How an act ended. `denied`: a rule or a person said no. `failure`: something went wrong or had no effect. Everything
 * else is `success`.
 */
export const OUTCOMES = ['success', 'denied', 'failure'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** For types whose outcome depends on the detail: the member that decides, and the outcome for each of its values. */
type OutcomeBy<Detail> = {
  [Name in keyof Detail & string]: {
    readonly member: Name;
    readonly values: Readonly<Record<`${Extract<Detail[Name], string | boolean>}`, Outcome>>;
  };
}[keyof Detail & string];

/** Everything about one type of entry: the schema of its detail, its documentation and its outcome. */
export interface Act<Detail extends z.ZodObject = z.ZodObject> {
  /** Who acts, in words. */
  readonly actor: string;
  /** What the entry is about, in words; empty if it has no subject. */
  readonly subject: string;
  readonly outcome: Outcome | OutcomeBy<z.input<Detail>>;
  /** A strict schema of every member: what a writer may write. */
  readonly detail: Detail;
  /** What the members alone do not explain. */
  readonly note?: string;
}

export function act<Detail extends z.ZodObject>(given: Act<Detail>): Act<Detail> {
  return given;
}
