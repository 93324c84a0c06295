import type { ChangeDetail } from '../../../src/changes/changes.contract.js';

type Way = 'loosens' | 'tightens';

/** Which way one sentence of a policy goes, by the line that it is about; null if the review does not say. */
export function lineDirection(
  sentence: string,
  { loosened, tightened }: Pick<NonNullable<ChangeDetail['review']>, 'loosened' | 'tightened'>,
): Way | null {
  const says = sentence.replace(/^(?:New|No longer): /, '');
  const isAbout = (line: string): boolean => says.startsWith(beginOf(line));
  if (loosened.some(isAbout)) return 'loosens';
  return tightened.some(isAbout) ? 'tightens' : null;
}

/** How a sentence about a line begins, by what the review calls the line. */
function beginOf(line: string): string {
  const [, rule] = /^rule (.+)$/.exec(line) ?? [];
  if (rule !== undefined) return `${rule}: `;
  const [, tier] = /^tier (\S+) up to /.exec(line) ?? [];
  if (tier !== undefined) return `tier ${tier}: `;
  return OTHERS[line] ?? `${line}: `;
}

const OTHERS: Readonly<Record<string, string>> = {
  'the longest expiry': 'A transfer expires ',
  'the quorum for exceptions': 'An exception needs ',
  prices: '1 ',
};
