import { z } from 'zod';
import type { ErrorCode } from '../errors.js';
import { ERROR_CODES } from '../errors.js';
import type { Signature } from '../signatures/signature.js';
import type { Bytes32 } from '../values/hex.js';
import { storedAddress, storedBytes32 } from '../values/stored.js';
import type { TransferId } from '../values/identifier.js';
import { unixSeconds, type UnixSeconds } from '../values/time.js';
import { evidenceForms } from './evidence-forms.js';
import type { Intent } from './intent.js';

const STORED = {
  bytes32: storedBytes32,
  address: storedAddress,
  decimal: z
    .string()
    .regex(/^(0|[1-9][0-9]*)$/)
    .transform(BigInt),
  seconds: z.int().transform(unixSeconds),
  reason: z.strictObject({ code: z.enum(ERROR_CODES), reason: z.string() }),
  words: z.string(),
  because: z.string(),
  rawTransaction: z.string().regex(/^0x[0-9a-f]+$/),
  named: <T extends z.ZodType>(_id: string, part: T) => part,
};

const { forms, LastLook: Look } = evidenceForms<typeof STORED>(STORED);
/** The evidence that each state requires, as stored. */
export const EVIDENCE = forms;
export const LastLook = Look;

export type TransferState = keyof typeof EVIDENCE;
type Evidence<S extends TransferState> = z.output<(typeof EVIDENCE)[S]>;
export type ClearedAs = Evidence<'confirmed'>['cleared'];
export type ExecutedAs = Evidence<'executed'>['execution'];
export type StoodAs = NonNullable<Evidence<'executed'>['before']>;
export type StoodBeforeCancel = Evidence<'cancelling'>['stood'];
export type CancelAs = Evidence<'cancelling'>['cancel'];
export type BurnAs = NonNullable<Evidence<'cancelled'>['burnt']>['burn'];
export type LastLookAs = z.output<typeof LastLook>;
export type JudgedAs = NonNullable<Evidence<'settled'>['judged']>;
export type SubmittedAs = Evidence<'submitted'>['submissions'][number];
export type Reason = { readonly code: ErrorCode; readonly reason: string };

interface Common {
  readonly id: TransferId;
  readonly intent: Intent;
  readonly intentHash: Bytes32;
  readonly intentSignature: Signature;
  /** Counts the clearances that people were asked to confirm. A changed precondition makes a new one (invariant 9). */
  readonly revision: number;
  readonly createdAt: UnixSeconds;
}

export type TransferIn<S extends TransferState> = S extends TransferState
  ? Common & { readonly state: S; readonly evidence: Evidence<S> }
  : never;

/** A transfer with the evidence that its state requires. */
export type Transfer = TransferIn<TransferState>;

export const ENDED = [
  'settled',
  'mismatched',
  'superseded',
  'refused',
  'cancelled',
  'rejected',
  'expired',
] as const;
export const BEFORE_RELAY = [
  'requested',
  'needs-exception',
  'queued',
  'simulating',
  'awaiting-confirmation',
  'confirmed',
] as const;
const RELAYED = ['relayed', 'signed', 'submitted'] as const;
export const EXPOSED = [...RELAYED, 'cancelling'] as const;

export type BeforeRelay = (typeof BEFORE_RELAY)[number];
export type Relayed = (typeof RELAYED)[number];
export type Exposed = (typeof EXPOSED)[number];

export function hasEnded(state: TransferState): boolean {
  return (ENDED as readonly TransferState[]).includes(state);
}

export function isBeforeRelay(transfer: Transfer): transfer is TransferIn<BeforeRelay> {
  return (BEFORE_RELAY as readonly TransferState[]).includes(transfer.state);
}

/** True if owners are asked to sign it, or have: it is on its way to be executed. */
export function isRelayed(transfer: Transfer): transfer is TransferIn<Relayed> {
  return (RELAYED as readonly TransferState[]).includes(transfer.state);
}

/** True if owners' signatures are, or may be, out. Then only the chain can end the transfer (invariant 12). */
export function isExposed(transfer: Transfer): transfer is TransferIn<Exposed> {
  return (EXPOSED as readonly TransferState[]).includes(transfer.state);
}

/** True if it holds its Safe's lane. Each Safe has at most one such transfer, from simulation to the end. */
export function holdsLane(state: TransferState): boolean {
  return !hasEnded(state) && state !== 'requested' && state !== 'needs-exception' && state !== 'queued';
}
