import { FailureSay } from '../parts/failure-say.js';
import { shownOnPage } from '../../src/domain/values/shown.js';
import styles from './stories.module.css';
import { useSwitch } from './use-switch.js';

export interface NextStep {
  /** Of the person who can do it. */
  readonly id: string;
  readonly name: string;
  /** "Confirm" */
  readonly verb: string;
  /** Where it is done, a path of this console. */
  readonly to: string;
}

/** Everybody who can do the next step. Each click opens the wallet at their sign-in. */
export function GoOnAs({ steps }: { readonly steps: readonly NextStep[] }) {
  const change = useSwitch();
  if (steps.length === 0) return null;
  return (
    <section className={styles.goOn} aria-label="In the sandbox">
      <p>In this sandbox you are everybody. The next step:</p>
      <div className={styles.people}>
        {steps.map(({ id, name, verb, to }) => (
          <button
            key={id}
            type="button"
            className="btn btn-small"
            disabled={change.isPending}
            onClick={() => {
              change.mutate({ name, to });
            }}
          >
            {verb} as {shownOnPage(name)}
          </button>
        ))}
      </div>
      {change.error ? <FailureSay error={change.error} /> : null}
    </section>
  );
}
