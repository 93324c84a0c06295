import type { Hex } from 'viem';
import { z } from 'zod';
import { DomainError, type Refusal, refusal } from '../errors.js';
import { recoverSigner } from '../signatures/recover-signer.js';
import { type Statement, statementDigest, statementDomain } from '../signatures/statement.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import { storedBytes32, storedHex, storedText } from '../values/stored.js';
import { parsePlainText } from '../values/text.js';
import { type UnixSeconds, unixSeconds } from '../values/time.js';

const SIGNATURE_BYTES_MAX = 8_192;

const signed = {
  /** The one-time nonce that Sluice gave out for this entry. */
  challenge: storedBytes32,
  /** Until when the signature may be used to propose the entry. */
  expiresAt: z.int().min(0).transform(unixSeconds),
};

/** 65 bytes by the destination's own key. */
const eoaSignature = storedHex.refine(
  (bytes) => bytes.length === 2 + 2 * 65,
  'expected 65 bytes as lower-case 0x-hex',
);

/**
 * Any bytes that the wallet's code accepts (EIP-1271). Empty bytes are allowed: a wallet may record its approval on
 * chain.
 */
const walletSignature = storedHex.refine(
  (bytes) => bytes.length <= 2 + 2 * SIGNATURE_BYTES_MAX,
  `expected at most ${String(SIGNATURE_BYTES_MAX)} bytes`,
);

const byKey = z.strictObject({ kind: z.literal('eoa'), signature: eoaSignature, ...signed });
const byWallet = z.strictObject({ kind: z.literal('eip1271'), signature: walletSignature, ...signed });
const byNobody = z.strictObject({
  kind: z.literal('none'),
  /** Why nobody can sign for the address, in words: an exchange's deposit address, for example. */
  reason: storedText((text) => parsePlainText(text, 280)),
});

/** What a proposer brings as proof that the owner named in an entry controls its address. */
export const ControlClaimSchema = z.discriminatedUnion('kind', [byKey, byWallet, byNobody]);

/** The proof as an entry stores it. For a contract wallet it names the block at which the wallet's answer was read. */
export const ControlSchema = z.discriminatedUnion('kind', [
  byKey,
  byWallet.extend({ blockHash: storedBytes32 }),
  byNobody,
]);

export type ControlClaim = z.output<typeof ControlClaimSchema>;
export type Control = z.output<typeof ControlSchema>;
export type SignedControl = Exclude<ControlClaim, { kind: 'none' }>;

/** The entry that a proof of control is about: its owner, chain and address. */
export interface ControlSubject {
  readonly chainId: number;
  readonly address: Address;
  readonly label: string;
  readonly owner: string;
}

/** What one proof is limited to. */
export interface ControlTerms {
  /** Names this installation, so that a signature made for another one proves nothing here. */
  readonly installation: Bytes32;
  readonly challenge: Bytes32;
  readonly expiresAt: UnixSeconds;
}

// Not `address`: a member of an EIP-712 struct must be an identifier, and that is a keyword.
const TYPES = {
  DestinationControl: [
    { name: 'destination', type: 'address' },
    { name: 'label', type: 'string' },
    { name: 'owner', type: 'string' },
    { name: 'installation', type: 'bytes32' },
    { name: 'challenge', type: 'bytes32' },
    { name: 'expiresAt', type: 'uint64' },
  ],
} as const;

/**
 * What the destination's key signs to be listed: EIP-712, in the domain of the chain alone, because no Safe is
 * involved.
 */
export function controlStatement(
  subject: ControlSubject,
  { installation, challenge, expiresAt }: ControlTerms,
): Statement<'DestinationControl'> {
  const { chainId, address: destination, label, owner } = subject;
  return {
    domain: statementDomain(chainId),
    types: TYPES,
    primaryType: 'DestinationControl',
    message: { destination, label, owner, installation, challenge, expiresAt: BigInt(expiresAt) },
  };
}

export function controlDigest(subject: ControlSubject, terms: ControlTerms): Bytes32 {
  return statementDigest(controlStatement(subject, terms));
}

// ERC-6492: the last word of a signature that carries the code of a wallet which is not deployed yet.
const ERC6492_MAGIC = '6492'.repeat(16);

/**
 * What is wrong with a proof as far as that shows without the chain; undefined if nothing is. A key's signature is
 * fully verified here. Whether a contract wallet accepts a signature, only the wallet's own code can say.
 */
export async function controlFault(
  subject: ControlSubject,
  control: SignedControl,
  installation: Bytes32,
): Promise<Refusal | undefined> {
  if (isErc6492(control.signature)) {
    return unproven('an ERC-6492 signature is for a wallet that is not deployed, whose code nobody can pin');
  }
  if (control.kind === 'eip1271') return undefined;
  const { challenge, expiresAt, signature } = control;
  try {
    const digest = controlDigest(subject, { installation, challenge, expiresAt });
    const signer = await recoverSigner(digest, signature);
    if (signer === subject.address) return undefined;
    return unproven(`the signature is not one of ${subject.address} over this statement (EIP-712)`);
  } catch (error) {
    if (error instanceof DomainError) return unproven(error.message);
    throw error;
  }
}

function isErc6492(signature: Hex): boolean {
  return signature.endsWith(ERC6492_MAGIC);
}

function unproven(reason: string): Refusal {
  return refusal('CONTROL_NOT_PROVEN', reason);
}
