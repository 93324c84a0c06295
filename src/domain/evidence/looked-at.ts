import { LastLook } from '../transfers/transfer.js';
import type { Json } from '../values/canonical-json.js';

export const OTHER_EFFECTS = 'the last look before it saw other effects than the cleared ones';

/** Whether the last look before a step saw the cleared effects. Steps from before looks were recorded have none. */
export function isLookedAt(look: Json | undefined, effectsDigest: string): boolean {
  if (look === undefined) return true;
  const read = LastLook.safeParse(look);
  return read.success && read.data.effectsDigest === effectsDigest;
}
