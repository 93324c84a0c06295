import { Link, useRouter } from '@tanstack/react-router';
import { FailureSay } from '../parts/failure-say.js';
import { STORIES, type Story } from './stories.js';
import styles from './stories.module.css';
import { useSwitch } from './use-switch.js';

interface StoryListProps {
  /** The name of whoever is signed in; null if nobody is. */
  readonly person: string | null;
  /** Whether there is nothing else that one does first. */
  readonly isMain: boolean;
}

/** The stories, each with the one click that begins it. */
export function StoryList({ person, isMain }: StoryListProps) {
  const router = useRouter();
  const change = useSwitch();
  const begin = ({ name, place }: Story): void => {
    change.mutate({ name, to: router.buildLocation(place).href });
  };
  return (
    <div className={styles.room}>
      <ol className={styles.stories}>
        {STORIES.map((story, at) => {
          const look = isMain && at === 0 ? 'btn btn-main' : 'btn';
          return (
            <li key={story.title}>
              <b className={styles.number} aria-hidden="true">
                {at + 1}
              </b>
              <div>
                <h3>{story.title}</h3>
                <p className="small quiet">{story.words}</p>
              </div>
              {story.name === person ? (
                <Link className={look} {...story.place}>
                  Begin
                </Link>
              ) : (
                <button
                  type="button"
                  className={look}
                  disabled={change.isPending}
                  onClick={() => {
                    begin(story);
                  }}
                >
                  Begin as {story.name}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <div aria-live="polite">
        {change.isPending ? <p className="small quiet">Sign in the window of the Sandbox wallet.</p> : null}
        {change.error ? <FailureSay error={change.error} /> : null}
      </div>
    </div>
  );
}
