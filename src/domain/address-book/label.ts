/**
 * What a label looks like at a glance: labels with the same skeleton can be confused (THREATS C05). It maps the ASCII
 * pairs of Unicode's confusables (UTS 39) that look alike in a proportional font, and drops what is lost when a label
 * is read out: case, spaces and punctuation.
 */
export function labelSkeleton(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/0/g, 'o')
    .replace(/[1i]/g, 'l')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/cl/g, 'd');
}
