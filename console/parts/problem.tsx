import { NoAnswer, Refusal } from '../api/ask.js';
import { Say } from './say.js';
import { Said } from './text.js';
import { Told } from './told.js';
import { useProblemWords } from './use-problem-words.js';
import { WithCode } from './with-code.js';

/** What happened, what it means for the money, what to do; code and request below. */
export function ProblemSay({ error }: { readonly error: unknown }) {
  const problem = error instanceof Refusal ? error.problem : null;
  const words = useProblemWords(problem?.code ?? null);
  if (!problem) return <NoAnswerSay error={error} />;
  return (
    <Say tone="stop" title={problem.title}>
      <p>
        <Told>{`${problem.detail.charAt(0).toUpperCase()}${problem.detail.slice(1)}`}</Told>
      </p>
      {words ? (
        <p>
          <WithCode>{`${words.money} ${words.remedy}`}</WithCode>
        </p>
      ) : null}
      <p className="code-line">
        <code>
          <Said>{problem.code}</Said>
        </code>
        ,{' '}
        <code>
          <Said>{problem.requestId}</Said>
        </code>
      </p>
    </Say>
  );
}

function NoAnswerSay({ error }: { readonly error: unknown }) {
  if (!(error instanceof NoAnswer)) return <FailedSay error={error} />;
  return (
    <Say tone="stop" title="The gateway does not answer">
      <p>
        Nothing that is shown here can be trusted to be of now, so nothing can be signed. Money moves only by
        what is signed. The page asks again by itself; if it lasts, tell the engineers.
      </p>
    </Say>
  );
}

/** What came has not the form that it has to have, or the page itself failed at it. */
function FailedSay({ error }: { readonly error: unknown }) {
  return (
    <Say tone="stop" title="The console could not read what came">
      <p>
        Nothing was signed or sent by that, and nothing can be signed from it. Sign nothing elsewhere either
        before the engineers know why; tell them what stands here.
      </p>
      <p className="code-line">
        <Said>{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</Said>
      </p>
    </Say>
  );
}
