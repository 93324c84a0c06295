import { exceptionDigest } from '../exceptions/policy-exception.js';
import type { Part } from './bundle.js';
import { type Case, entryOf, registerAt } from './case.js';
import { grantedIn, isGenuineIn } from './granted.js';
import { type Line, Lines } from './line.js';

/**
 * A compliance officer other than the requester signed every exception, for this intent, in words that say what it
 * does.
 */
export async function exceptionsHold(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('exception');
  for (const [at, stored] of each.bundle.exceptions.entries()) {
    const part: Part = `/exceptions/${String(at)}`;
    const entry = entryOf(each, 'transfer.excepted', ['exceptionId', stored.id]);
    const register = registerAt(each, entry);
    const granted = entry && grantedIn(stored, entry.at);
    if (!entry || !register || !granted) {
      lines.broken(
        part,
        entry ? 'it is no exception, or no register of its time holds' : 'the log does not have it',
      );
      continue;
    }
    const digest = exceptionDigest(granted.exception);
    lines.require(`${part}/digest`, digest === stored.digest, `the exception's digest is ${digest}`);
    const { transferId } = granted.exception;
    lines.require(
      `${part}/exception/transferId`,
      transferId === each.bundle.transfer.id,
      'it is for another transfer',
    );
    lines.say(part, await isGenuineIn(granted, each, { register, now: entry.at }), {
      words: `${register.people.get(granted.personId)?.name ?? ''} (${stored.person}) signed an exception: ${granted.exception.words}`,
      otherwise: 'its signature, its signer or its words do not hold',
    });
  }
  return lines.list;
}
