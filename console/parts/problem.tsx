import { NoAnswer, Refusal } from '../api/ask.js';
import { Say } from './say.js';
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
        <code>{problem.code}</code>, <code>{problem.requestId}</code>
      </p>
    </Say>
  );
}

function NoAnswerSay({ error }: { readonly error: unknown }) {
  if (!(error instanceof NoAnswer)) throw error;
  return (
    <Say tone="stop" title="The gateway does not answer">
      <p>
        Nothing that is shown here can be trusted to be of now, so nothing can be signed. Money moves only by
        what is signed. The page asks again by itself; if it lasts, tell the engineers.
      </p>
    </Say>
  );
}
