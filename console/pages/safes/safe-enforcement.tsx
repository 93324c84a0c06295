import type { SafeDetail } from '../../../src/safe-api/safe-detail.contract.js';
import { Hex } from '../../parts/hex.js';
import { EnforcementMark } from './enforcement-mark.js';
import { ENFORCEMENT_WORDS, gapParts } from './enforcement-words.js';

/** How far the chain keeps owners from going round Sluice, and the known ways round it. */
export function SafeEnforcement({ safe: { enforcement, gaps, guard } }: { readonly safe: SafeDetail }) {
  return (
    <section aria-labelledby="enforcement" id="enforcement-section">
      <div className="head">
        <h2 id="enforcement" tabIndex={-1}>
          How far Sluice can hold it
        </h2>
      </div>
      {enforcement === null ? (
        <p className="small quiet">Not known: it is read from the chain, and that could not be read.</p>
      ) : (
        <p className="prose">
          <EnforcementMark enforcement={enforcement} /> {ENFORCEMENT_WORDS[enforcement]}
        </p>
      )}
      {gaps === null || gaps.length === 0 ? null : (
        <ul className="plain gap">
          {gaps.map((gap) => {
            const { name, words } = gapParts(gap);
            return (
              <li key={gap}>
                <b>{name}</b>
                <p className="prose">{words}</p>
              </li>
            );
          })}
        </ul>
      )}
      {guard === null || guard.asPinned ? null : (
        <p className="stop gap">
          The guard is not the one that was pinned: <Hex value={guard.actual} name="Guard on the chain" />
        </p>
      )}
    </section>
  );
}
