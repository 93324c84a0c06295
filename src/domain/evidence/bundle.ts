import { z } from 'zod';
import { SignatureSchema } from '../signatures/signature.js';
import { EVIDENCE } from '../transfers/transfer.js';
import { parseAddress } from '../values/address.js';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { idPattern } from '../values/identifier.js';

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/);
const bytes = z.string().regex(/^0x(?:[0-9a-f]{2})*$/);
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .refine(isAddress, 'the EIP-55 checksum does not match');
const decimal = z.string().regex(/^(0|[1-9][0-9]{0,77})$/);
const uint64 = z.string().regex(/^(0|[1-9][0-9]{0,18})$/);
const seconds = z.int().min(0);
/** Any JSON value. Each check parses it further. */
const json = z.custom<Json>((value) => value !== undefined);
const id = (prefix: string) => z.string().regex(idPattern(prefix));

const intent = z.strictObject({
  ...{ safeId: id('safe'), chainId: z.int().positive(), safe: address },
  ...{ assetId: id('ast'), asset: address },
  ...{ destinationId: id('dst'), destination: address },
  amount: decimal,
  reference: z.string(),
  requesterId: id('per'),
  salt: bytes32,
  expiresAt: seconds,
});

const header = z.strictObject({
  ...{ parentHash: bytes32, sha3Uncles: bytes32, miner: address, stateRoot: bytes32 },
  ...{ transactionsRoot: bytes32, receiptsRoot: bytes32, logsBloom: bytes, difficulty: decimal },
  ...{ number: decimal, gasLimit: decimal, gasUsed: decimal, timestamp: decimal, extraData: bytes },
  ...{ mixHash: bytes32, nonce: bytes, baseFeePerGas: decimal },
  withdrawalsRoot: bytes32.exactOptional(),
  blobGasUsed: decimal.exactOptional(),
  excessBlobGas: decimal.exactOptional(),
  parentBeaconBlockRoot: bytes32.exactOptional(),
  requestsHash: bytes32.exactOptional(),
  blockAccessListHash: bytes32.exactOptional(),
  slotNumber: decimal.exactOptional(),
});

const provenBytes = z.strictObject({ bytes, proof: z.array(bytes) });

/** What owners were asked to sign, with what their devices show. */
const signable = {
  typedData: json,
  digests: z.strictObject({
    ...{ domainHash: bytes32, messageHash: bytes32, eip712Digest: bytes32, calldataDigest: bytes32 },
  }),
};

const ownerSignatures = z.array(z.strictObject({ owner: address, person: id('per'), signature: bytes }));

const sent = { transactionHash: bytes32, rawTransaction: bytes };

const submissions = z.array(
  z.strictObject({
    ...sent,
    /** The last look before it; absent of those from before it was recorded. */
    look: z
      .strictObject({ blockNumber: decimal, blockHash: bytes32, effectsDigest: bytes32, policyHash: bytes32 })
      .exactOptional(),
  }),
);

const execution = z
  .strictObject({
    transactionHash: bytes32,
    blockNumber: decimal,
    blockHash: bytes32,
    executor: address,
    /** What the block hash proves; null if no provider served the data. */
    inBlock: z
      .strictObject({
        header,
        index: z.int().min(0),
        receipt: provenBytes,
        /** Null if the block contains a transaction type that cannot be encoded here. */
        transaction: provenBytes.nullable(),
      })
      .nullable(),
    /** What the gateway judged by: the Safe's own frame, and what was around it. Absent until it was judged. */
    record: json.exactOptional(),
  })
  .nullable();

/**
 * All evidence about one transfer, for somebody who trusts nobody. Every member is covered by a check: a changed byte
 * breaks the canonical form, or contradicts a signature, a hash or the log.
 */
export const EvidenceBundle = z.strictObject({
  v: z.literal(1),
  installation: z.strictObject({ id: bytes32, chainId: z.int().positive() }),
  /** The acts of the register, from the founding to the last that a record refers to. */
  acts: z.array(json).min(1),
  transfer: z.strictObject({
    id: id('tr'),
    state: z.enum(Object.keys(EVIDENCE) as [keyof typeof EVIDENCE]),
    revision: z.int().min(0),
    intent,
    intentHash: bytes32,
    signature: SignatureSchema,
  }),
  /** Every decision with the facts that it was made from, oldest first. */
  decisions: z.array(z.strictObject({ id: id('dec'), facts: json, decision: json })),
  exceptions: z.array(
    z.strictObject({
      id: id('exc'),
      exception: json,
      person: id('per'),
      key: z.string(),
      digest: bytes32,
      signature: SignatureSchema,
    }),
  ),
  simulations: z.array(
    z.strictObject({
      id: id('sim'),
      stage: z.enum(['clearance', 'relay', 'cancel']),
      revision: z.int().min(0),
      record: json,
    }),
  ),
  /** What was cleared in each revision. */
  clearances: z.array(z.strictObject({ revision: z.int().min(1), cleared: json })),
  /** Every answer that anyone gave, in all revisions. */
  confirmations: z.array(
    z.strictObject({
      id: id('cnf'),
      revision: z.int().min(1),
      person: id('per'),
      key: z.string(),
      decision: z.enum(['confirm', 'reject']),
      reason: z.string(),
      digest: bytes32,
      signature: SignatureSchema,
    }),
  ),
  /** What the owners were asked to sign; null for a transfer that was not relayed. */
  safeTransaction: z.strictObject(signable).nullable(),
  ownerSignatures,
  /** The relayer's signed transactions, oldest first. */
  submissions,
  execution,
  /** Every request to burn the nonce, oldest first, each with its one answer. Absent if nobody asked. */
  cancellations: z
    .array(
      z.strictObject({
        id: id('cxl'),
        askedBy: z.union([id('per'), z.literal('system')]),
        why: z.string(),
        at: seconds,
        answer: z
          .strictObject({
            person: id('per'),
            key: z.string(),
            decision: z.enum(['confirm', 'reject']),
            reason: z.string(),
            digest: bytes32,
            signature: SignatureSchema,
          })
          .nullable(),
      }),
    )
    .min(1)
    .exactOptional(),
  /** The burn that cancels the transfer, with all that became of it. Absent if none was ever cleared. */
  cancel: z
    .strictObject({ ...signable, ownerSignatures, submissions: z.array(z.strictObject(sent)), execution })
    .exactOptional(),
  log: z.strictObject({
    /** The log's own statement of its signing key (c2sp.org/signed-note). */
    key: z.string(),
    /** Keys of the witnesses whose cosignatures are in the checkpoint. */
    witnesses: z.array(z.string()),
    /** A signed note (c2sp.org/tlog-checkpoint). */
    checkpoint: z.string(),
    /** The entries about this transfer, in the order of the log. */
    entries: z
      .array(
        z.strictObject({
          index: uint64,
          /** The text whose UTF-8 bytes are the leaf. */
          canonical: z.string(),
          /** RFC 6962 inclusion proof in that checkpoint's tree, from the leaf's sibling up; base64. */
          proof: z.array(z.string()),
        }),
      )
      .min(1),
  }),
});
export type EvidenceBundle = z.output<typeof EvidenceBundle>;
/** Where a fault is, as a JSON pointer (RFC 6901) into the bundle. */
export type Part = '' | `/${string}`;

/** As a file: RFC 8785 canonical JSON and one newline. */
export function printBundle(bundle: EvidenceBundle): string {
  return `${canonicalJson(bundle)}\n`;
}

export type ReadBundle =
  | { readonly isRead: true; readonly bundle: EvidenceBundle }
  | { readonly isRead: false; readonly reason: string; readonly part: Part };

/** Parses what `printBundle` wrote. Any other spelling is refused, so a bundle has exactly one text. */
export function readBundle(text: string): ReadBundle {
  const value = jsonOf(text);
  if (value === undefined)
    return { isRead: false, reason: 'it is not one JSON value and a newline', part: '' };
  const parsed = EvidenceBundle.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { isRead: false, reason: issue?.message ?? 'it is no bundle', part: pointerOf(issue?.path ?? []) };
  }
  const canonical = printBundle(parsed.data);
  if (canonical === text) return { isRead: true, bundle: parsed.data };
  const place = String(commonLength(canonical, text));
  return {
    isRead: false,
    reason: `it is not in canonical form (RFC 8785) from character ${place} on`,
    part: '',
  };
}

function commonLength(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** The bundle's JSON Schema, for readers with other tools. */
export function bundleJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(EvidenceBundle, { io: 'input', unrepresentable: 'any' });
}

function jsonOf(text: string): unknown {
  if (!text.endsWith('}\n')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function pointerOf(path: readonly PropertyKey[]): Part {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return steps.length === 0 ? '' : `/${steps.join('/')}`;
}

function isAddress(text: string): boolean {
  try {
    return parseAddress(text) === text;
  } catch {
    return false; // the parser throws its reason, which the schema states in its own words
  }
}
