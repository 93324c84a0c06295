import { ACT_DRAWINGS } from './act-drawings.js';
import { STATE_DRAWINGS } from './state-drawings.js';

/** Drawn in 16 by 16 with a stroke of 1.5. */
const DRAWINGS = { ...STATE_DRAWINGS, ...ACT_DRAWINGS };

export type IconName = keyof typeof DRAWINGS;

/** A picture beside a word; it says nothing by itself, so it is not read out. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}

/** The mark of Sluice: a gate between two posts, over water. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M4 3v18M20 3v18" strokeWidth="2" />
      <path d="M7.5 5.5h9v7.5h-9z" fill="currentColor" stroke="none" />
      <path d="M7 18c1.7-1.6 3.3-1.6 5 0s3.3 1.6 5 0" strokeWidth="2" />
    </svg>
  );
}
