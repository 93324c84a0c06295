import { z } from 'zod';
import { evidenceForms } from '../../domain/transfers/evidence-forms.js';
import type { EVIDENCE, TransferState } from '../../domain/transfers/transfer.js';
import { wireReason } from '../../infra/http/wire.contract.js';

// The evidence of every state as it is on the wire. Null stands for what this reader may not see (yet).

const SHOWN = {
  bytes32: z.string().regex(/^0x[0-9a-f]{64}$/),
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  decimal: z.string().regex(/^(0|[1-9][0-9]*)$/),
  seconds: z.int().meta({ description: 'Unix time in seconds' }),
  reason: wireReason,
  words: z.string().nullable(),
  because: z.string().nullable(),
  rawTransaction: z.string().nullable().meta({
    description: "null for everybody but the Safe's own signers, as long as it can still be executed",
  }),
  named: <T extends z.ZodType>(id: string, part: T) => part.meta({ id }),
};
const { forms } = evidenceForms<typeof SHOWN>(SHOWN);

type Shapes = { readonly [S in TransferState]: (typeof forms)[S]['shape'] };

function of<S extends TransferState>(state: S) {
  // Of a state that is not known yet, the compiler only sees a shape of any.
  const shape = forms[state].shape as Shapes[S];
  return z.strictObject({ state: z.literal(state), ...shape });
}

/** The evidence that a transfer's state rests on, with that state. */
export const EvidenceView = z
  .discriminatedUnion('state', [
    of('requested'),
    of('needs-exception'),
    of('queued'),
    of('simulating'),
    of('awaiting-confirmation'),
    of('confirmed'),
    of('relayed'),
    of('signed'),
    of('submitted'),
    of('cancelling'),
    of('executed'),
    of('settled'),
    of('mismatched'),
    of('superseded'),
    of('refused'),
    of('cancelled'),
    of('rejected'),
    of('expired'),
  ])
  .meta({ id: 'TransferEvidence' });
export type EvidenceView = z.output<typeof EvidenceView>;

type StoredOf<S extends TransferState> = z.input<(typeof EVIDENCE)[S]>;
/** Evidence as it is stored, each form with its state. */
export type StoredEvidence = { [S in TransferState]: { readonly state: S } & StoredOf<S> }[TransferState];

/** Both are made of the same forms: a leaf that is stored otherwise than it is shown does not compile. */
export function evidenceView(stored: StoredEvidence): EvidenceView {
  return stored;
}

const STATES = Object.keys(forms) as [TransferState, ...TransferState[]];
export const StateView = z.enum(STATES).meta({ id: 'TransferState' });
