import { useState, useSyncExternalStore } from 'react';
import {
  THEMES,
  type Theme,
  chooseKeys,
  chooseTheme,
  chooseZone,
  chosenTheme,
  chosenZone,
  hasKeys,
  onKeys,
  onTheme,
} from '../../frame/preferences.js';
import { serverNow } from '../../api/server-clock.js';
import { Choice } from '../../parts/field.js';
import { When } from '../../parts/when.js';
import styles from './settings.module.css';

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

const DEVICE = '';
const UTC = 'UTC';

/** The only things that this browser keeps. */
export function LookChoices() {
  const theme = useSyncExternalStore(onTheme, chosenTheme);
  return (
    <section aria-labelledby="look">
      <div className="head">
        <h2 id="look">How it looks here</h2>
        <p>Kept in this browser, and nothing else is.</p>
      </div>
      <div className={styles.look}>
        <fieldset>
          <legend>Theme</legend>
          <div className={styles.themes}>
            {THEMES.map((each) => (
              <label key={each} className={styles.theme}>
                <input
                  type="radio"
                  name="theme"
                  value={each}
                  checked={theme === each}
                  onChange={() => {
                    chooseTheme(each);
                  }}
                />
                {THEME_WORDS[each]}
              </label>
            ))}
          </div>
        </fieldset>
        <ZoneChoice />
        <KeysChoice />
      </div>
    </section>
  );
}

function KeysChoice() {
  const areOn = useSyncExternalStore(onKeys, hasKeys);
  return (
    <fieldset>
      <legend>Keys</legend>
      <div className={styles.themes}>
        <label className={styles.theme}>
          <input
            type="checkbox"
            checked={areOn}
            onChange={({ target }) => {
              chooseKeys(target.checked);
            }}
          />
          Single letters are keys
        </label>
      </div>
      <p className="hint">Such as n for a new transfer. No key signs; ? lists them.</p>
    </fieldset>
  );
}

function ZoneChoice() {
  const [zone, setZone] = useState(() => chosenZone() ?? DEVICE);
  const [now] = useState(() => new Date(serverNow()).toISOString());
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const others = Intl.supportedValuesOf('timeZone').filter((each) => each !== UTC);
  return (
    <Choice
      name="Times"
      value={zone}
      choose={(chosen) => {
        setZone(chosen);
        chooseZone(chosen === DEVICE ? null : chosen);
      }}
      options={[
        [DEVICE, `This device: ${device}`],
        [UTC, UTC],
        ...others.map((each) => [each, each.replaceAll('_', ' ')] as const),
      ]}
    >
      Now: <When at={now} isWhole />. Where a time stands alone, its tip has UTC.
    </Choice>
  );
}
