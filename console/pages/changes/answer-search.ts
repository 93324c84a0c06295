export const CHANGE_ACTS = ['approve', 'reject', 'withdraw'] as const;
export type ChangeAct = (typeof CHANGE_ACTS)[number];

/** What the reader is about to say, so that it can be gone back from. */
export interface AnswerSearch {
  readonly act?: ChangeAct;
}

export function readAnswerSearch({ act }: Readonly<Record<string, unknown>>): AnswerSearch {
  const known = CHANGE_ACTS.find((each) => each === act);
  return known === undefined ? {} : { act: known };
}
