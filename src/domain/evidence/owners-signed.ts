import type { Members } from '../audit-log/acts/detail-of.js';
import { evmKeyId, usableKey } from '../identity/person.js';
import { verifyOwnerSignature } from '../signatures/owner-signature.js';
import { parseAddress } from '../values/address.js';
import type { Json } from '../values/canonical-json.js';
import { parseHex } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import type { Part } from './bundle.js';
import { type Case, entryOf, registerAt } from './case.js';
import { relayedRevision } from './cleared-revisions.js';
import { actsOf, mostActs } from './decisions-lead.js';
import { type Line, Lines } from './line.js';
import { OTHER_EFFECTS, isLookedAt } from './looked-at.js';

/**
 * The Safe's owners, as pinned in the register, signed the cleared hash and no other, each with their own key
 * (invariant 14).
 */
export async function ownersSigned(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('owners');
  const { ownerSignatures } = each.bundle;
  const relayed = relayedRevision(each);
  if (!relayed) {
    lines.require('/ownerSignatures', ownerSignatures.length === 0, 'owners signed what was not relayed');
    return lines.list;
  }
  const { safeTxHash } = relayed.cleared;
  for (const [at, { owner, person, signature }] of ownerSignatures.entries()) {
    const part: Part = `/ownerSignatures/${String(at)}`;
    const entry = entryOf(each, 'transfer.owner-signed', ['owner', owner]);
    const register = registerAt(each, entry);
    const profile = register?.safe(each.intent.safeId)?.profile;
    if (!entry || !register || !profile) {
      lines.broken(part, 'the log does not have it, or no register of its time holds');
      continue;
    }
    const claim = { owner: parseAddress(owner), signature: parseHex(signature) };
    const verdict = await each.memory.of(
      `claim ${owner} ${signature} ${safeTxHash} ${profile.owners.join()}`,
      () => verifyOwnerSignature(claim, { safeTxHash, owners: profile.owners }),
    );
    const signer = register.people.get(parseId('per', person));
    const isTheirs =
      signer !== undefined && usableKey(signer, evmKeyId(claim.owner), 'owner', entry.at) !== undefined;
    const isAfter =
      entry.index > relayed.relay.index && actsOf(entry) >= mostActs(each.entries, relayed.relay);
    lines.require(part, isAfter, 'it was given before the relay, or by an older register');
    lines.require(part, isLookedAt(lookIn(entry), relayed.cleared.effectsDigest), OTHER_EFFECTS);
    lines.require(`${part}/person`, isTheirs, 'this owner key is not mapped to that person');
    lines.require(
      `${part}/person`,
      person !== each.intent.requesterId,
      'nobody signs as an owner what they requested',
    );
    lines.say(`${part}/signature`, verdict.kind === 'genuine', {
      words: `Owner ${owner}, who is ${signer?.name ?? ''} (${person}), signed the hash ${safeTxHash}.`,
      otherwise: verdict.kind === 'genuine' ? '' : verdict.refusal.reason,
    });
  }
  thresholdLine(lines, each, relayed.register.safe(each.intent.safeId)?.profile.threshold);
  return lines.list;
}

function lookIn({ detail }: { readonly detail: Members<'transfer.owner-signed'> }): Json | undefined {
  return detail.look;
}

function thresholdLine(lines: Lines, { bundle, entries }: Case, threshold: number | undefined): void {
  const owners = new Set(bundle.ownerSignatures.map(({ owner }) => owner));
  lines.require('/ownerSignatures', owners.size === bundle.ownerSignatures.length, 'an owner is there twice');
  const count = `${String(owners.size)} of ${String(threshold)}`;
  const isEnough = threshold !== undefined && owners.size >= threshold;
  if (isEnough) {
    lines.proven('/ownerSignatures', `The Safe's threshold is there: ${count} owners.`);
    return;
  }
  const isSigned = entries.some(({ type }) => type === 'transfer.signed');
  if (isSigned) lines.broken('/ownerSignatures', `the threshold is not there: ${count} owners`);
  else lines.unproven('/ownerSignatures', `Not enough owners have signed: ${count}.`);
}
