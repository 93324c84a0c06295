import { MalformedLogText } from './malformed.js';
import { type TlogPolicy, parseTlogPolicy } from './tlog-policy.js';

/**
 * Parses the setting for witnesses: empty for none; `vkey@url` separated by commas, all of which must cosign; or the
 * text of a policy (c2sp.org/tlog-policy). Each witness needs a URL, and a quorum without any witness is refused.
 * @throws MalformedLogText
 */
export function parseWitnesses(text: string): TlogPolicy | null {
  const wanted = text.trim();
  if (wanted === '') return null;
  const policy = parseTlogPolicy(isPolicy(wanted) ? `${wanted}\n` : policyOf(wanted.split(',')));
  if (policy.quorum === null) throw new MalformedLogText('a policy that needs no witness protects nothing');
  if (policy.witnesses.some(({ url }) => url === null))
    throw new MalformedLogText('every witness needs a URL');
  return policy;
}

function isPolicy(text: string): boolean {
  return /^[ \t]*(log|witness|group|quorum|#)\b/m.test(text);
}

function policyOf(witnesses: readonly string[]): string {
  const lines = witnesses.map((each, at) => {
    // A key contains no @ after its name, but the name may contain one.
    const split = each.lastIndexOf('@http');
    if (split < 0) throw new MalformedLogText('expected witnesses as vkey@https-url, with commas between');
    return `witness w${String(at + 1)} ${each.slice(0, split).trim()} ${each.slice(split + 1).trim()}`;
  });
  const names = witnesses.map((_, at) => `w${String(at + 1)}`);
  return [...lines, `group every all ${names.join(' ')}`, 'quorum every', ''].join('\n');
}
