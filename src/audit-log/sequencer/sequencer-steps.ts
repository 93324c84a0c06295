import { Injectable } from '@nestjs/common';

/** Between any two of these the process may end, and nothing is lost, doubled or signed that was not committed. */
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

/** Told of every step. Whoever proves what a crash there does stands in its place; nobody else has anything to do here. */
@Injectable()
export class SequencerSteps {
  reached(_step: SequencerStep): void {
    return undefined;
  }
}
