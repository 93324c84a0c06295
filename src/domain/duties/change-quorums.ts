import { CHANGE_KINDS } from '../changes/change.js';
import { KINDS } from '../changes/kinds.js';
import { type QuorumsContent, quorumOfKind } from '../changes/kinds/quorums.js';
import { canonicalJson } from '../values/canonical-json.js';
import type { NamedQuorum } from './quorum-coverage.js';

/** The quorums of governed changes. A tightening is named only where it asks for others than a loosening, and for somebody. */
export function changeQuorums(quorums: QuorumsContent): readonly NamedQuorum[] {
  const ofKinds = CHANGE_KINDS.flatMap((kind): readonly NamedQuorum[] => {
    const { loosen, tighten } = quorumOfKind(quorums, kind);
    // A key is proposed by itself, which is nobody whom the quorum counts.
    const starters = kind === 'key' ? null : KINDS[kind].proposers;
    const loosening = { name: `change of ${kind}`, role: null, starters, require: loosen.require };
    const isSame = canonicalJson(tighten.require) === canonicalJson(loosen.require);
    if (isSame || tighten.require.length === 0) return [loosening];
    const name = `change of ${kind} that tightens`;
    return [loosening, { name, role: null, starters: KINDS[kind].proposers, require: tighten.require }];
  });
  const { proposers: starters } = KINDS.destination;
  return [...ofKinds, { name: 'look-alike destination', role: null, starters, require: quorums.lookalike }];
}
