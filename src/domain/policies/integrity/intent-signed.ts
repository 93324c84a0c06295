import type { Facts } from '../facts.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

const RULE = 'intent-signed';

/** The requester's own signature over exactly this intent, so that nobody else can ask in their name. */
export function intentSigned({ intentSignatureValid }: Facts): RuleResult {
  if (intentSignatureValid)
    return allowed('integrity', RULE, 'The intent carries the signature of its requester.');
  const words = 'The intent does not carry a valid signature of its requester.';
  return denied('integrity', RULE, { code: 'INTENT_SIGNATURE', words });
}
