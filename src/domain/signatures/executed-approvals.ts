import { type Hex, concat, hashMessage, numberToHex, size, slice } from 'viem';
import { type Address, addressFromHex } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { recoverAsChain } from './recover-signer.js';

/**
 * How an owner agreed to an executed Safe transaction (Safe.sol, checkNSignatures): by a key's signature over its hash;
 * over the hash as a message, where the device shows a bare hash; v = 1, by calling the Safe or by approveHash before;
 * v = 0, as a contract that is an owner (ERC-1271).
 */
export const APPROVAL_FORMS = ['eip712', 'eth-sign', 'on-chain', 'contract'] as const;
type ApprovalForm = (typeof APPROVAL_FORMS)[number];

/** One owner's agreement, as the calldata of an execution shows it. */
export interface Approval {
  readonly owner: Address;
  readonly form: ApprovalForm;
}

const SIGNATURE_BYTES = 65;

/**
 * Who approved an executed Safe transaction, read from the `signatures` of its calldata as the Safe reads them: the first
 * `threshold` of 65 bytes each, whatever stands behind. The Safe has verified them; what is recovered here says by whom.
 * @returns undefined if they are not what a Safe with these owners lets pass
 */
export async function executedApprovals(
  signatures: Hex,
  cleared: { readonly safeTxHash: Bytes32; readonly owners: readonly Address[]; readonly threshold: number },
): Promise<readonly Approval[] | undefined> {
  const { safeTxHash, owners, threshold } = cleared;
  if (size(signatures) < threshold * SIGNATURE_BYTES) return undefined;
  const approvals: Approval[] = [];
  for (let at = 0; at < threshold; at += 1) {
    const one = slice(signatures, at * SIGNATURE_BYTES, (at + 1) * SIGNATURE_BYTES);
    const approval = await approvalOf(one, safeTxHash);
    const last = approvals.at(-1);
    const isInOrder = approval && (!last || BigInt(last.owner) < BigInt(approval.owner));
    if (!approval || !isInOrder || !owners.includes(approval.owner)) return undefined;
    approvals.push(approval);
  }
  return approvals;
}

async function approvalOf(signature: Hex, safeTxHash: Bytes32): Promise<Approval | undefined> {
  const v = Number.parseInt(slice(signature, 64), 16);
  const named = (form: ApprovalForm): Approval => ({ owner: addressFromHex(slice(signature, 12, 32)), form });
  if (v === 0) return named('contract');
  if (v === 1) return named('on-chain');
  if (v <= 30) return recovered('eip712', await recoverAsChain(safeTxHash, signature));
  const digest = parseBytes32(hashMessage({ raw: safeTxHash }));
  const bare = concat([slice(signature, 0, 64), numberToHex(v - 4, { size: 1 })]);
  return recovered('eth-sign', await recoverAsChain(digest, bare));
}

function recovered(form: ApprovalForm, owner: Address | undefined): Approval | undefined {
  return owner && { owner, form };
}
