import { evmKeyId, usableKey } from '../../identity/person.js';
import { verifyOwnerSignature } from '../../signatures/owner-signature.js';
import { isConfirmed } from '../../transfers/cancellation-of.js';
import { parseAddress } from '../../values/address.js';
import type { Bytes32 } from '../../values/hex.js';
import { parseHex } from '../../values/hex.js';
import { parseId } from '../../values/identifier.js';
import type { EvidenceBundle, Part } from '../bundle.js';
import { type Case, entryOf, registerAt } from '../case.js';
import { actsOf, mostActs } from '../decisions-lead.js';
import type { Lines } from '../line.js';
import type { ClearedBurn } from './burns-follow.js';
import { cancelSteps } from './cancel-steps.js';

type Signed = NonNullable<EvidenceBundle['cancel']>['ownerSignatures'][number];

/** The Safe's owners signed the burn's hash and no other, each with their own key, after a person confirmed it. */
export async function burnSigned(lines: Lines, each: Case, burns: readonly ClearedBurn[]): Promise<void> {
  const { cancel } = each.bundle;
  const burn = burns.at(-1)?.burn;
  const isOwed = (cancel === undefined) === (burn === undefined);
  if (!lines.require('/cancel', isOwed, 'a burn is here exactly if one was cleared')) return;
  if (!cancel || !burn) return;
  const genuine = new Set<string>();
  for (const [at, signed] of cancel.ownerSignatures.entries()) {
    const part: Part = `/cancel/ownerSignatures/${String(at)}`;
    if (await signatureLine(lines, each, { part, signed, safeTxHash: burn.safeTxHash }))
      genuine.add(signed.owner);
  }
  const isOnce = genuine.size === cancel.ownerSignatures.length;
  lines.require('/cancel/ownerSignatures', isOnce || !lines.isSound, 'an owner is there twice');
  for (const { entry, to } of cancelSteps(each)) {
    const stage = to.evidence.cancel;
    if (stage.stage !== 'signed') continue;
    const profile = burns.at(-1)?.register.safe(each.intent.safeId)?.profile;
    const isEnough =
      stage.signers.every((owner) => genuine.has(owner)) &&
      stage.signers.length >= (profile?.threshold ?? Infinity);
    lines.require(entry.part, isEnough, "the signatures over the burn do not make the Safe's threshold");
  }
}

async function signatureLine(
  lines: Lines,
  each: Case,
  {
    part,
    signed,
    safeTxHash,
  }: { readonly part: Part; readonly signed: Signed; readonly safeTxHash: Bytes32 },
): Promise<boolean> {
  const { owner, person, signature } = signed;
  const entry = entryOf(each, 'transfer.cancel-signed', ['owner', owner]);
  const register = registerAt(each, entry);
  const profile = register?.safe(each.intent.safeId)?.profile;
  if (!entry || !register || !profile) {
    lines.broken(part, 'the log does not have it, or no register of its time holds');
    return false;
  }
  const before = cancelSteps(each).findLast((step) => step.entry.index < entry.index);
  const isAfter =
    before !== undefined &&
    isConfirmed(before.to.evidence.cancel) &&
    actsOf(entry) >= mostActs(each.entries, before.entry);
  lines.require(part, isAfter, 'it was given while the burn was not confirmed, or by an older register');
  const claim = { owner: parseAddress(owner), signature: parseHex(signature) };
  const verdict = await each.memory.of(
    `claim ${owner} ${signature} ${safeTxHash} ${profile.owners.join()}`,
    () => verifyOwnerSignature(claim, { safeTxHash, owners: profile.owners }),
  );
  const signer = register.people.get(parseId('per', person));
  const isTheirs =
    signer !== undefined && usableKey(signer, evmKeyId(claim.owner), 'owner', entry.at) !== undefined;
  lines.require(`${part}/person`, isTheirs, 'this owner key is not mapped to that person');
  const isGenuine = verdict.kind === 'genuine';
  lines.say(`${part}/signature`, isGenuine, {
    words: `Owner ${owner}, who is ${signer?.name ?? ''} (${person}), signed the burn ${safeTxHash}.`,
    otherwise: isGenuine ? '' : verdict.refusal.reason,
  });
  return isGenuine && isTheirs && isAfter;
}
