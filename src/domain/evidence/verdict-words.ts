import type { SignerView } from './signer-view.js';
import { missingSignatures } from './signer-words.js';
import type { BundleVerdict } from './verify-bundle.js';

const HOLDS = 'It holds, against the founding and the key of the log that you gave.';

/**
 * A verdict in one sentence, shared by command line and browser page.
 * @param roots the names of the inputs by which the reader states what they trust
 */
export function bundleSummary(
  { holds, isRooted }: Pick<BundleVerdict, 'holds' | 'isRooted'>,
  roots: string,
): string {
  if (!holds) return 'It does not hold.';
  if (isRooted) return HOLDS;
  return `It agrees with itself. Without ${roots} that is no proof: somebody may have made all of it up.`;
}

/** The final sentence for an owner: of a proven request, or of none. */
export function requestSummary(proven: SignerView | null): string {
  if (!proven) return 'It does not hold. Sign nothing, and tell the others.';
  const next =
    missingSignatures(proven) === 0
      ? 'No further signature is needed: sign nothing.'
      : 'Sign only if your device shows exactly this.';
  return `${HOLDS} ${next}`;
}
