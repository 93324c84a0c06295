import type { Timeline } from '../../../src/transfer-api/detail/timeline.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

/** What one person has said at a gate, or a place that is still open. */
export interface Answer {
  readonly kind: 'yes' | 'no' | 'stale' | 'invalid' | 'open';
  readonly words: string;
  /** When it was given. */
  readonly at: string | null;
  /** Who could fill an open place. */
  readonly could: readonly Member[];
}

/** One gate of a transfer's way. */
export interface Step {
  readonly name: string;
  /** `done`, in hand, still to come, or where it ended. */
  readonly kind: 'done' | 'now' | 'next' | 'ended' | 'stopped';
  readonly words: string;
  /** RFC 3339: when it was passed, or since when it is in hand. */
  readonly at: string | null;
  readonly answers: readonly Answer[];
}

/** A person, as the API lists them. */
interface Member {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface WayFacts {
  readonly transfer: TransferDetail;
  readonly timeline: Timeline['data'];
  /** Null as long as it is not known. */
  readonly threshold: number | null;
  readonly people: readonly Member[];
}
