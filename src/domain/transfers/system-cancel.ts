/**
 * Why the system itself begins a cancel, for people and the log. It says what is known of owners' signatures, because a
 * signature that never reached Sluice may exist all the same.
 */
export function systemCancelWords(because: string, ownerSignatures: number): string {
  return `${because}; ${signaturesWords(ownerSignatures)}`;
}

function signaturesWords(count: number): string {
  if (count === 0) return "no owner's signature reached Sluice; one may exist";
  return count === 1
    ? 'one owner has signed it, and signatures do not expire'
    : `${String(count)} owners have signed it, and signatures do not expire`;
}
