import type { QuorumsView } from '../../../src/changes/changes.contract.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import { placeWords } from '../../../src/domain/confirmations/requirement-words.js';

/** A place of the quorum that lifts freezes, and who could fill it. */
export interface LiftingPlace {
  /** "2 of governance" */
  readonly words: string;
  readonly names: readonly string[];
}

/** Who has to approve that a freeze is lifted, besides whoever proposes it. */
export function whoLifts(
  { kinds }: QuorumsView['content'],
  people: readonly PersonView[],
): readonly LiftingPlace[] {
  return kinds.unfreeze.loosen.require.map((place) => ({
    words: `${String(place.count)} of ${placeWords(place)}`,
    names: people
      .filter(({ removedAt, groups }) => removedAt === null && groups.includes(place.group))
      .map(({ name }) => name),
  }));
}
