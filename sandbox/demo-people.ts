import type { Role } from '../src/domain/identity/person.js';

/** A person of the sandbox. `index` is the account's index in the well-known mnemonic. */
export interface DemoPerson {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly index: number;
  /** Which of the Safe's owner keys is theirs. */
  readonly ownerIndex?: number;
}

const OWNER_NAMES = ['Otto', 'Odile', 'Omar', 'Oona', 'Orson'] as const;

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { name: 'Tessa', roles: ['operator'], groups: [], index: 10 },
  // Both roles, so that separation of duties has something to refuse.
  { name: 'Tariq', roles: ['operator', 'approver'], groups: ['treasury'], index: 11 },
  { name: 'Ada', roles: ['approver'], groups: ['treasury'], index: 12 },
  { name: 'Amos', roles: ['approver'], groups: ['treasury'], index: 13 },
  { name: 'Rita', roles: ['approver'], groups: ['risk', 'governance'], index: 14 },
  { name: 'Clara', roles: ['compliance'], groups: ['compliance', 'governance'], index: 15 },
  { name: 'Carlos', roles: ['compliance'], groups: ['compliance', 'governance'], index: 16 },
  { name: 'Audrey', roles: ['auditor'], groups: [], index: 17 },
  { name: 'Adam', roles: ['admin'], groups: ['governance'], index: 18 },
  ...OWNER_NAMES.map((name, ownerIndex): DemoPerson => {
    return { name, roles: ['signer'], groups: ['owners'], index: 20 + ownerIndex, ownerIndex };
  }),
];
