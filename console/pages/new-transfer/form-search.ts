/** What a form may begin with: the values of another transfer, from its page. */
export interface FormSearch {
  readonly safe?: string;
  readonly asset?: string;
  readonly destination?: string;
  readonly amount?: string;
  readonly reference?: string;
}

const MEMBERS = ['safe', 'asset', 'destination', 'amount', 'reference'] as const;

/** Reads the address. It fills in fields and signs nothing: whoever looks sees all of it before. */
export function readFormSearch(given: Readonly<Record<string, unknown>>): FormSearch {
  return Object.fromEntries(
    MEMBERS.flatMap((member) => {
      const value = given[member];
      // An amount that was read as a number may have been rounded.
      return typeof value === 'string' && value !== '' ? [[member, value]] : [];
    }),
  );
}
