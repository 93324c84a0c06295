/** "1 of 3 owners has signed", to go on from. */
export function ownersSigned(have: number, threshold: number | null): string {
  const of = threshold === null ? '' : ` of ${String(threshold)}`;
  return `${String(have)}${of} owners ${have === 1 ? 'has' : 'have'} signed`;
}
