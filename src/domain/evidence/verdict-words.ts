import { shown } from '../values/shown.js';
import type { Line } from './line.js';
import { missingSignatures } from './signer-words.js';
import type { BundleVerdict, ToldBundle } from './verify-bundle.js';
import type { RequestVerdict } from './verify-request.js';

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

/** The first sentence about a bundle: what moved, who had a part in it, and how it stands. */
export function storyWords({ holds, isRooted, story }: ToldBundle): string {
  if (!holds || !story) return 'NOT PROVEN: nothing is said of what moved.';
  return isRooted ? shown(story.sentence) : `NOT PROVEN, the file says so: ${shown(story.sentence)}`;
}

/**
 * All that is said of a request that is not proven: its faults, with every digest cut, so that there is nothing to
 * compare a device with.
 */
export function requestFaults({ lines }: Pick<RequestVerdict, 'lines'>): readonly Line[] {
  return lines
    .filter(({ ok }) => ok === false)
    .map(({ check, ok, words, part }) => ({ check, ok, part, words: withoutDigests(words) }));
}

function withoutDigests(words: string): string {
  return words.replaceAll(/0x([0-9a-f]{4})[0-9a-f]{56,}([0-9a-f]{4})/gi, '0x$1…$2');
}

/** The final sentence for an owner: of a proven request, of one without roots, or of none. */
export function requestSummary({
  holds,
  request: proven,
}: Pick<RequestVerdict, 'holds' | 'request'>): string {
  if (!holds) return 'It does not hold. Sign nothing, and tell the others.';
  if (!proven)
    return 'NOT PROVEN. The file agrees with itself; without the founding digest and the key of the log somebody may have made all of it up. Do not sign by it.';
  const next =
    missingSignatures(proven) === 0
      ? 'No further signature is needed: sign nothing.'
      : 'Sign only if your device shows exactly this.';
  return `${HOLDS} ${next}`;
}
