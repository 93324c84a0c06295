import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { Icon, Mark } from '../parts/icon.js';
import { usePerson } from '../session/session.js';
import { type NavigationGroup, navigationOf } from './navigation.js';
import { THEMES, chooseTheme, chosenTheme, onTheme } from './preferences.js';

/** The pages, on the left. */
export function SideNavigation({ openKeys }: { readonly openKeys: () => void }) {
  const groups = navigationOf(usePerson().roles);
  return (
    <div className="side">
      <div className="side-in">
        <nav aria-label="Pages">
          <Link className="brand" to="/">
            <Mark />
            Sluice
          </Link>
          <PageLinks groups={groups} />
        </nav>
        <footer className="side-end">
          <button type="button" className="theme" onClick={openKeys}>
            <Icon name="act-keys" />
            Keys
          </button>
          <ThemeSwitch />
          <Version />
        </footer>
      </div>
    </div>
  );
}

/** The same links, for the narrow menu too. */
export function PageLinks({ groups }: { readonly groups: readonly NavigationGroup[] }) {
  const { data: counts } = useRead(reads.inboxCounts);
  const waiting: Readonly<Record<string, number>> = {
    '/': counts?.total ?? 0,
    '/changes': counts?.kinds.answer ?? 0,
    '/exceptions': counts?.kinds.except ?? 0,
  };
  return groups.map(({ title, items }) => (
    <div key={title ?? ''}>
      {title === null ? null : <h2>{title}</h2>}
      <ul>
        {items.map(({ to, word, icon }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/' }} activeProps={{ 'aria-current': 'page' }}>
              <Icon name={icon} />
              {word}
              <Waiting count={waiting[to] ?? 0} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ));
}

function Waiting({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="n">
      {count}
      <span className="vh"> waiting for you</span>
    </span>
  );
}

function ThemeSwitch() {
  const theme = useSyncExternalStore(onTheme, chosenTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <button
      type="button"
      className="theme"
      onClick={() => {
        chooseTheme(next);
      }}
    >
      <Icon name="act-theme" />
      Theme: {theme}
    </button>
  );
}

const ENDS = 4;

function Version() {
  const { data } = useRead(reads.installation);
  if (!data) return null;
  const hash = data.consoleHash?.match(/.{4}/g) ?? [];
  return (
    <p>
      Sluice {data.version}
      {hash.length === 0 ? null : (
        <>
          <br />
          <code title={data.consoleHash ?? ''}>
            {hash.slice(0, 2).join(' ')} … {data.consoleHash?.slice(-ENDS)}
          </code>
        </>
      )}
    </p>
  );
}
