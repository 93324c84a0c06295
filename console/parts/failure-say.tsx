import { SigningStopped } from '../signing/signer.js';
import { ProblemSay } from './problem.js';
import { Say } from './say.js';
import { Said } from './text.js';

/** Why an act was not done: nothing was signed, or the gateway refused what was. */
export function FailureSay({ error }: { readonly error: unknown }) {
  if (!(error instanceof SigningStopped)) return <ProblemSay error={error} />;
  return (
    <Say tone="wait" title="Nothing was signed">
      <p>
        <Said>{error.message}</Said>
      </p>
    </Say>
  );
}
