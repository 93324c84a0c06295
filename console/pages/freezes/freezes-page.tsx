import { Suspense, lazy, useState } from 'react';
import type { FreezeView } from '../../../src/safes/freezes.contract.js';
import { useRead } from '../../api/answers.js';
import { usePages } from '../../api/all.js';
import { reads } from '../../api/reads.js';
import { mayFreeze } from '../../frame/freeze/freeze-button.js';
import { Answered } from '../../parts/answered.js';
import { Bones } from '../../parts/bones.js';
import { MoreButton } from '../../parts/more-button.js';
import { useTitle } from '../../parts/title.js';
import { useHashTarget } from '../../parts/use-hash-target.js';
import { usePerson } from '../../session/session.js';
import { FreezeEntry } from './freeze-entry.js';
import { pendingLiftings } from './liftings.js';
import { whoLifts } from './who-lifts.js';

const EVERY_MS = 60_000;

// With all that signs, which nobody needs to read the list.
const LiftSheet = lazy(async () => {
  const { LiftSheet: Loaded } = await import('./lift-sheet.js');
  return { default: Loaded };
});

/** What is stopped, what was, and how it ends. */
export function FreezesPage() {
  useTitle('Freezes');
  const freezes = usePages<FreezeView>(reads.freezes({}));
  const { data: safes } = useRead(reads.safes);
  const { data: changes } = useRead(reads.changes({ kind: 'unfreeze' }), { every: EVERY_MS });
  const { data: quorums } = useRead(reads.quorums);
  const { data: people } = useRead(reads.people({ removed: 'false' }));
  const [lifting, setLifting] = useState<string | null>(null);
  const mayPropose = mayFreeze(usePerson().roles);
  useHashTarget(freezes.data !== undefined);
  const pending = pendingLiftings(changes?.data ?? []);
  const places = quorums && people ? whoLifts(quorums.content, people.data) : null;
  const labelOf = (scope: string): string =>
    scope === 'all' ? 'All Safes' : (safes?.data.find(({ id }) => id === scope)?.label ?? scope);
  return (
    <div className="page">
      <div className="title">
        <h1>Freezes</h1>
        <p>One person stops, at once. A quorum lifts, by a change that it signs.</p>
      </div>
      <Answered of={freezes} skeleton={<Bones lines={['bone-28 b-50', 'b-80', 'b-65']} />}>
        {(data) =>
          data.length === 0 ? (
            <div className="empty">
              <h2>Nothing was ever frozen</h2>
              <p>
                {mayPropose
                  ? 'If something looks wrong, stop it first and ask then: “Freeze…” stands at the top of every page.'
                  : 'Whoever acts on transfers may freeze. An auditor may not.'}
              </p>
            </div>
          ) : (
            <>
              <ul className="plain">
                {data.map((freeze) => (
                  <FreezeEntry
                    key={freeze.id}
                    freeze={freeze}
                    label={labelOf(freeze.scope)}
                    pending={pending.get(freeze.id) ?? null}
                    places={places}
                    propose={
                      mayPropose
                        ? () => {
                            setLifting(freeze.id);
                          }
                        : null
                    }
                  />
                ))}
              </ul>
              <MoreButton pages={freezes} />
            </>
          )
        }
      </Answered>
      {lifting === null ? null : (
        <Suspense fallback={null}>
          <LiftSheet
            first={lifting}
            standing={(freezes.data ?? []).filter(({ standing }) => standing)}
            labelOf={labelOf}
            places={places}
            close={() => {
              setLifting(null);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
