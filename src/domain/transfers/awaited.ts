import type { PersonId } from '../values/identifier.js';

export interface Named {
  readonly id: PersonId;
  readonly name: string;
}

/** Places of a quorum that are not all filled. */
export interface OpenPlaces {
  readonly group: string;
  /** Only EVM keys fill these places. */
  readonly keys?: 'evm';
  readonly needed: number;
  readonly have: number;
}

/** Whose acts are awaited. */
export interface Awaited {
  /** Who could fill them: those of the group itself. */
  readonly groups: readonly (OpenPlaces & { readonly people: readonly Named[] })[];
  /** Everybody whose act brings it nearer, each once. */
  readonly people: readonly Named[];
  /** Whose signatures were given and no longer count, in words. */
  readonly lost?: string;
}

export const NOBODY: Awaited = { groups: [], people: [] };
