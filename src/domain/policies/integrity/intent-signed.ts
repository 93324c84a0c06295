import type { Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'intent-signed';
const PASSED = passed(RULE, 'The intent carries the signature of its requester.');

/** The requester's own signature over exactly this intent, so that nobody else can ask in their name. */
export function intentSigned({ intentSignatureValid }: Facts): RuleResult {
  if (intentSignatureValid) return PASSED;
  const words = 'The intent does not carry a valid signature of its requester.';
  return denied('integrity', RULE, { code: 'INTENT_SIGNATURE', words });
}
