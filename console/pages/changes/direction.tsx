import { Status } from '../../parts/state.js';

/** Whether it permits more than before, or only less. */
export function Direction({ of }: { readonly of: 'loosens' | 'tightens' }) {
  return of === 'loosens' ? (
    <Status tone="wait" icon="act-up">
      loosens
    </Status>
  ) : (
    <Status tone="ok" icon="act-fall">
      tightens
    </Status>
  );
}
