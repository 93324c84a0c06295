import { useTitle } from '../../parts/title.js';
import { LookChoices } from './look-choices.js';
import { OwnKeys } from './own-keys.js';
import { OwnSessions } from './own-sessions.js';
import { WhoIAm } from './who-i-am.js';

/** What is one's own: rights, keys, sessions, and how the console looks here. */
export function SettingsPage() {
  useTitle('Settings');
  return (
    <div className="page">
      <div className="title">
        <h1>Settings</h1>
        <p>Rights and keys change by governed changes, not on this page.</p>
      </div>
      <WhoIAm />
      <OwnKeys />
      <OwnSessions />
      <LookChoices />
    </div>
  );
}
