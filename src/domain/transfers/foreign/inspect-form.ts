import type { ErrorCode, Refusal } from '../../errors.js';
import {
  type Inspection,
  type KnownDigests,
  type Proposal,
  type Verdict,
  type World,
  inspect,
  namesIn,
  UNREAD,
} from '../inspect.js';
import type { InnerCall } from '../would-do/effect.js';
import { wouldDo } from '../would-do/would-do.js';

/** Something that people pass on and that is no Safe transaction, or not one: named, with whatever can be shown of it. */
export interface NamedForm {
  readonly refusal: Refusal;
  readonly digests: KnownDigests;
  /** The calls whose bytes are there. */
  readonly calls: readonly InnerCall[];
  /** Who would make them, where it is not the Safe. */
  readonly caller?: string;
  readonly remarks: readonly string[];
}

export type ForeignForm = Proposal | NamedForm;

export const NO_DIGESTS: KnownDigests = {
  domainHash: null,
  messageHash: null,
  eip712Digest: null,
  calldataDigest: null,
};

/** A form of which nothing but a name can be shown, unless the caller adds it. */
export function namedForm(refusal: Refusal, shown: Partial<Omit<NamedForm, 'refusal'>> = {}): NamedForm {
  return { refusal, digests: NO_DIGESTS, calls: [], remarks: [], ...shown };
}

/** The one way from whatever was brought to a verdict (invariant 6: what is not understood is refused). */
export async function inspectForm(form: ForeignForm, world: World): Promise<Inspection> {
  return 'transaction' in form ? inspect(form, world) : named(form, world);
}

/** Of what could not be read as a whole: a hash that is not that of its fields is a lie, whatever else is wrong. */
export function verdictOn(code: ErrorCode): Verdict {
  return code === 'HASH_MISMATCH' || code === 'PARSE_BACK_MISMATCH' ? 'FREEZE' : 'REFUSE';
}

function named({ refusal, digests, calls, caller, remarks }: NamedForm, world: World): Inspection {
  return {
    verdict: verdictOn(refusal.code),
    code: refusal.code,
    reason: refusal.reason,
    digests,
    notChecked: UNREAD,
    fields: null,
    wouldDo: wouldDo(calls, { ...namesIn(world), ...(caller !== undefined && { caller }) }),
    remarks,
  };
}
