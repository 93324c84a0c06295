/** For options that may be given again. */
export function collected(value: string, others: readonly string[] | undefined): readonly string[] {
  return [...(others ?? []), value];
}
