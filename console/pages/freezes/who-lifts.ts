import type { PersonView } from '../../../src/identity/identity.contract.js';
import { QuorumsContent, quorumOfKind } from '../../../src/domain/changes/kinds/quorums.js';
import { placeWords } from '../../../src/domain/confirmations/requirement-words.js';

/** A place of the quorum that lifts freezes, and who could fill it. */
export interface LiftingPlace {
  /** "2 of governance" */
  readonly words: string;
  readonly names: readonly string[];
}

/** Who has to approve that a freeze is lifted, besides whoever proposes it; null if the quorums cannot be read. */
export function whoLifts(quorums: unknown, people: readonly PersonView[]): readonly LiftingPlace[] | null {
  const { data } = QuorumsContent.safeParse(quorums);
  if (!data) return null;
  return quorumOfKind(data, 'unfreeze').loosen.require.map((place) => ({
    words: `${String(place.count)} of ${placeWords(place)}`,
    names: people
      .filter(({ removedAt, groups }) => removedAt === null && groups.includes(place.group))
      .map(({ name }) => name),
  }));
}
