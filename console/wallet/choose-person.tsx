import { DEMO_PEOPLE, type DemoPerson } from '../../sandbox/demo-people.js';
import styles from './wallet.module.css';

/** Everybody of the sandbox, with what they do. */
export function ChoosePerson({ onChoose }: { readonly onChoose: (person: DemoPerson) => void }) {
  return (
    <>
      <h1>Who are you?</h1>
      <ul className={styles.people}>
        {DEMO_PEOPLE.map((person) => (
          <li key={person.name}>
            <button
              type="button"
              className={styles.person}
              onClick={() => {
                onChoose(person);
              }}
            >
              <b>{person.name}</b>
              <span className="quiet">{[...new Set([...person.roles, ...person.groups])].join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
