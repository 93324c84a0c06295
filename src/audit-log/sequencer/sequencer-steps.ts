import { Injectable } from '@nestjs/common';

/** A crash between any two of these steps loses and duplicates nothing, and leaves nothing signed but uncommitted. */
export const SEQUENCER_STEPS = [
  'locked',
  'read',
  'entries',
  'tiles',
  'signed',
  'checkpoint',
  'committed',
] as const;

export type SequencerStep = (typeof SEQUENCER_STEPS)[number];

/** Is told of every step. A seam for crash tests; the product does nothing here. */
@Injectable()
export class SequencerSteps {
  reached(_step: SequencerStep): void {
    return undefined;
  }
}
