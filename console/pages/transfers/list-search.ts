/** What the list is narrowed down by; it stands in the address of the page. */
export interface ListSearch {
  readonly state?: string;
  readonly safe?: string;
  readonly asset?: string;
  readonly destination?: string;
  readonly requester?: string;
  readonly from?: string;
  readonly to?: string;
  readonly q?: string;
}

const MEMBERS = ['state', 'safe', 'asset', 'destination', 'requester', 'from', 'to', 'q'] as const;

/** Reads the address; what is no member of a search is left out, and the API judges the rest. */
export function readListSearch(given: Readonly<Record<string, unknown>>): ListSearch {
  return Object.fromEntries(
    MEMBERS.flatMap((member) => {
      const value = given[member];
      const text = typeof value === 'number' ? String(value) : value;
      return typeof text === 'string' && text !== '' ? [[member, text]] : [];
    }),
  );
}

/** A search with one member more, changed or gone. */
export function withMember(
  search: ListSearch,
  member: (typeof MEMBERS)[number],
  value: string | undefined,
): ListSearch {
  return readListSearch({ ...search, [member]: value });
}
