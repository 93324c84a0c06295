import type { Role } from '../../src/domain/identity/person.js';
import type { IconName } from '../parts/icon.js';

interface NavigationItem {
  readonly to: string;
  readonly word: string;
  readonly icon: IconName;
  /** After "g" it leads here. */
  readonly letter?: string;
  /** Who has any use for it; everybody if not said. */
  readonly roles?: readonly Role[];
}

export interface NavigationGroup {
  /** The first has none. */
  readonly title: string | null;
  readonly items: readonly NavigationItem[];
}

/** The pages in the order of the work. Only pages that exist stand here. */
const NAVIGATION: readonly NavigationGroup[] = [
  {
    title: null,
    items: [
      { to: '/', word: 'Home', icon: 'page-home', letter: 'h' },
      { to: '/transfers', word: 'Transfers', icon: 'page-transfers', letter: 't' },
      {
        ...{ to: '/exceptions', word: 'Exceptions', icon: 'page-exceptions' },
        roles: ['compliance', 'auditor', 'admin'],
      },
    ],
  },
  {
    title: 'Rules',
    items: [
      { to: '/limits', word: 'Limits', icon: 'page-limits', letter: 'l' },
      { to: '/changes', word: 'Changes', icon: 'page-changes', letter: 'c' },
    ],
  },
  {
    title: 'What stands',
    items: [
      { to: '/safes', word: 'Safes', icon: 'page-safes' },
      { to: '/findings', word: 'Findings', icon: 'page-findings' },
      { to: '/freezes', word: 'Freezes', icon: 'state-frozen' },
      { to: '/status', word: 'Status', icon: 'page-status' },
    ],
  },
];

/** What somebody with these roles is shown; groups without a page are left out. */
export function navigationOf(roles: readonly Role[]): readonly NavigationGroup[] {
  return NAVIGATION.map(({ title, items }) => ({
    title,
    items: items.filter((item) => !item.roles || item.roles.some((role) => roles.includes(role))),
  })).filter(({ items }) => items.length > 0);
}

/** The pages that a letter leads to. */
export function lettersOf(roles: readonly Role[]): Readonly<Record<string, string>> {
  const items = navigationOf(roles).flatMap((group) => group.items);
  return Object.fromEntries(items.flatMap(({ letter, to }) => (letter === undefined ? [] : [[letter, to]])));
}
