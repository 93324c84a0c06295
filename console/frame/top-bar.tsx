import { useNavigate } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { Icon } from '../parts/icon.js';
import { usePerson } from '../session/session.js';
import { ConnectionDot } from './connection.js';
import { FreezeButton } from './freeze/freeze-button.js';
import { navigationOf } from './navigation.js';
import { hasKeys, onKeys } from './preferences.js';
import { PersonButton } from './person-button.js';
import { PageLinks } from './side-navigation.js';

/** Search, connection, freeze, and who one is. */
export function TopBar() {
  const person = usePerson();
  return (
    <div className="bar">
      <details className="menu-narrow">
        <summary aria-label="Menu">
          <Icon name="act-menu" />
        </summary>
        <nav aria-label="Pages, in the menu">
          <PageLinks groups={navigationOf(person.roles)} />
        </nav>
      </details>
      <Search />
      <div className="bar-end">
        <ConnectionDot />
        <FreezeButton />
        <PersonButton person={person} />
      </div>
    </div>
  );
}

function Search() {
  const isKeyed = useSyncExternalStore(onKeys, hasKeys);
  const navigate = useNavigate();
  return (
    <form
      className="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('q');
        if (typeof text === 'string' && text.trim() !== '')
          void navigate({ to: '/transfers', search: { q: text.trim(), state: 'all' } });
      }}
    >
      <Icon name="act-search" />
      <input
        type="search"
        name="q"
        id="search"
        aria-label="Search"
        placeholder="Transfer, hash, address, reference"
        autoComplete="off"
        aria-keyshortcuts={isKeyed ? '/' : undefined}
      />
      {isKeyed ? <kbd aria-hidden="true">/</kbd> : null}
    </form>
  );
}
