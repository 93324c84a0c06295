/** What the list of changes is narrowed down by; it stands in the address of the page. */
export interface ChangesSearch {
  readonly state?: string;
  readonly kind?: string;
  readonly waitingFor?: 'me';
}

/** Reads the address; what is no member of a search is left out, and the API judges the rest. */
export function readChangesSearch(given: Readonly<Record<string, unknown>>): ChangesSearch {
  const { state, kind, waitingFor } = given;
  return {
    ...(typeof state === 'string' && state !== '' && { state }),
    ...(typeof kind === 'string' && kind !== '' && { kind }),
    ...(waitingFor === 'me' && { waitingFor }),
  };
}
