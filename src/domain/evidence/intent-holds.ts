import type { Registered } from '../register/registered.js';
import { usableKeys } from '../identity/person.js';
import { assetAddress } from '../transfers/intent.js';
import { parseFacts } from '../policies/facts.js';
import type { UnixSeconds } from '../values/time.js';
import { type Case, registerAt, signerAmong } from './case.js';
import { type Line, Lines } from './line.js';

/**
 * A person of the register requested the transfer, with a key of theirs that was usable when it was first decided.
 * Every address in the intent is the one that the register had for its name.
 */
export async function intentHolds(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('intent');
  const { intent, bundle } = each;
  const hash = each.intentHash;
  lines.require(
    '/transfer/intentHash',
    hash === bundle.transfer.intentHash,
    `the intent's digest is ${hash}`,
  );
  lines.require(
    '/transfer/intent/chainId',
    intent.chainId === bundle.installation.chainId,
    'the intent is for another chain',
  );
  const first = each.entries.find(({ type }) => type === 'transfer.decided');
  const register = registerAt(each, first);
  if (!first || !register) {
    lines.unproven(
      '/transfer/intent',
      'Whose signature it is cannot be said: no register that holds is named by a decision.',
    );
    return lines.list;
  }
  await signedLine(lines, each, { register, now: decidedAt(each) ?? first.at });
  namesLines(lines, each, register);
  return lines.list;
}

async function signedLine(
  lines: Lines,
  each: Case,
  { register, now }: { readonly register: Registered; readonly now: UnixSeconds },
): Promise<void> {
  const { intent, bundle } = each;
  const requester = register.people.get(intent.requesterId);
  const keys = requester ? usableKeys(requester, 'confirmation', now) : [];
  const key = await signerAmong(each, {
    digest: each.intentHash,
    signature: bundle.transfer.signature,
    keys,
  });
  lines.say('/transfer/signature', key !== undefined, {
    words: `${requester?.name ?? ''} (${intent.requesterId}) signed the intent ${bundle.transfer.intentHash} with ${key?.id ?? ''}.`,
    otherwise: `the intent is not signed by a key that ${intent.requesterId} could use`,
  });
}

function namesLines(lines: Lines, { intent }: Case, register: Registered): void {
  const [safe, destination] = [register.safe(intent.safeId), register.destination(intent.destinationId)];
  const asset = register.asset(intent.assetId)?.asset;
  const named = [
    ['safe', safe?.profile.address === intent.safe, `${intent.safeId} is another Safe in the register`],
    [
      'asset',
      asset && assetAddress(asset) === intent.asset,
      `${intent.assetId} is another asset in the register`,
    ],
    [
      'destination',
      destination?.address === intent.destination,
      `${intent.destinationId} has another address in the register`,
    ],
  ] as const;
  for (const [member, holds, otherwise] of named)
    lines.require(`/transfer/intent/${member}`, holds === true, otherwise);
  if (named.some(([, holds]) => holds !== true)) return;
  lines.proven(
    '/transfer/intent',
    `It names the Safe ${safe?.label ?? ''} (${intent.safe}), ${asset?.symbol ?? ''}, and ${destination?.label ?? ''} (${intent.destination}), as the register had them.`,
  );
}

function decidedAt({ bundle }: Case): UnixSeconds | undefined {
  try {
    return parseFacts(bundle.decisions[0]?.facts).now;
  } catch {
    return undefined; // the replay of decisions reports what is wrong with the facts
  }
}
