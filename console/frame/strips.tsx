import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';
import { Icon } from '../parts/icon.js';
import { Said } from '../parts/text.js';
import { When } from '../parts/when.js';

const EVERY_MS = 60_000;

/** What everybody has to know on every page: what is frozen, and where this is. */
export function Strips() {
  const { data: installation } = useRead(reads.installation);
  const { data: freezes } = useRead(reads.freezes({ standing: 'true' }), { every: EVERY_MS });
  return (
    <>
      {freezes?.data.map(({ id, scope, reason, actorName, at }) => (
        <div key={id} className="strip strip-frozen">
          <Icon name="state-frozen" />
          <p>
            <b>{scope === 'all' ? 'Everything is frozen' : 'A Safe is frozen'}</b> by{' '}
            {actorName ?? 'the system'}, <When at={at} />: “<Said>{reason}</Said>”
          </p>
        </div>
      ))}
      {installation?.isSandbox ? (
        <div className="strip">Sandbox: nothing here has value. Chain {installation.chain.id}.</div>
      ) : null}
    </>
  );
}
