import { useState } from 'react';
import type { FindingView } from '../../../src/safe-api/findings/findings.contract.js';
import { usePages } from '../../api/all.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { MoreButton } from '../../parts/more-button.js';
import { useTitle } from '../../parts/title.js';
import { useHashTarget } from '../../parts/use-hash-target.js';
import { FindingEntry } from './finding-entry.js';

const SHOWN = { all: 'All', open: 'Not acknowledged' } as const;

/** What differs from what was approved, or stays open too long: newest first. */
export function FindingsPage() {
  useTitle('Findings');
  const [which, setWhich] = useState<keyof typeof SHOWN>('all');
  const findings = usePages<FindingView>(reads.findings(which === 'open' ? { acknowledged: 'false' } : {}));
  useHashTarget(findings.data !== undefined);
  return (
    <div className="page">
      <div className="title">
        <h1>Findings</h1>
        <p>What differs from what Sluice approved, and what stays open too long.</p>
      </div>
      <div className="filters" role="group" aria-label="Which findings">
        {(Object.keys(SHOWN) as (keyof typeof SHOWN)[]).map((each) => (
          <button
            key={each}
            type="button"
            className="filter"
            aria-pressed={which === each}
            onClick={() => {
              setWhich(each);
            }}
          >
            {SHOWN[each]}
          </button>
        ))}
      </div>
      <Answered of={findings} skeleton={<Bones lines={['bone-28 b-65', 'b-80', 'b-50']} />}>
        {(data) =>
          data.length === 0 ? (
            <None which={which} />
          ) : (
            <>
              <ul className="plain">
                {data.map((finding) => (
                  <FindingEntry key={finding.id} finding={finding} />
                ))}
              </ul>
              <MoreButton pages={findings} />
            </>
          )
        }
      </Answered>
    </div>
  );
}

function None({ which }: { readonly which: keyof typeof SHOWN }) {
  return (
    <div className="empty">
      <h2>{which === 'open' ? 'Everything is acknowledged' : 'Nothing was found'}</h2>
      <p>
        {which === 'open'
          ? 'Somebody has said of every finding that they have seen it. A freeze that one made may still stand.'
          : 'Everything that owners signed and the chain did is what was approved. What is found stands here at once.'}
      </p>
    </div>
  );
}
