import type { ChangeDetail } from '../../../src/changes/changes.contract.js';

/** Which way one sentence of a policy goes, by the line that it is about; null if the review does not say. */
export function lineDirection(
  sentence: string,
  review: Pick<NonNullable<ChangeDetail['review']>, 'loosened' | 'tightened'>,
): 'loosens' | 'tightens' | null {
  const about = (line: string): boolean =>
    [line, `tier ${line}`].some((name) =>
      ['', 'New: ', 'No longer: '].some((begin) => sentence.startsWith(`${begin}${name}:`)),
    );
  if (review.loosened.some(about)) return 'loosens';
  if (review.tightened.some(about)) return 'tightens';
  return null;
}
