import { Suspense, lazy } from 'react';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { usePerson } from '../../session/session.js';

const StoryList = lazy(async () => ({ default: (await import('../../stories/story-list.js')).StoryList }));

/** In the sandbox: what a newcomer does first. */
export function StoriesToTry() {
  const { name, roles } = usePerson();
  const { data: inbox } = useRead(reads.inbox);
  const { data: installation } = useRead(reads.installation);
  if (installation?.sandboxWallet == null) return null;
  return (
    <section aria-labelledby="stories">
      <div className="head">
        <h2 id="stories">Three stories to try</h2>
        <p>You are everybody here: each step opens the Sandbox wallet, where you sign as whoever it takes.</p>
      </div>
      <Suspense fallback={null}>
        <StoryList person={name} isMain={inbox?.data.length === 0 && !roles.includes('operator')} />
      </Suspense>
    </section>
  );
}
