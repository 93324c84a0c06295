import type { Refusal } from '../../errors.js';
import { batchWords } from '../batch.js';
import { type Inspection, type KnownDigests, type Proposal, type World, inspect } from '../inspect.js';
import type { BatchRecord } from '../multisend.js';

/** Something that people pass on and that is no Safe transaction, or not one: named, with whatever can be shown of it. */
export interface NamedForm {
  readonly refusal: Refusal;
  readonly digests: KnownDigests;
  /** The calls whose bytes are there. */
  readonly calls: readonly BatchRecord[];
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

function named({ refusal, digests, calls, remarks }: NamedForm, world: World): Inspection {
  const { safe, chainId, destinations } = world;
  const context = { safe, chainId, destinations, assets: world.assets ?? [] };
  const words = calls.length === 0 ? '' : `. Its calls: ${batchWords(calls, context)}`;
  return {
    verdict: 'REFUSE',
    code: refusal.code,
    reason: `${refusal.reason}${words}`,
    digests,
    notChecked: ['everything after that'],
    fields: null,
    remarks,
  };
}
