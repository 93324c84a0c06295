import { Refusal } from '../api/ask.js';
import { ProblemSay } from './problem.js';

interface NotThereProps {
  /** What the page is of: a transfer, a change, a Safe. */
  readonly thing: string;
  readonly error: unknown;
}

const NOT_FOUND = 404;

/** A page of which nothing could be had: that it is not there, or why it is not shown. */
export function NotThere({ thing, error }: NotThereProps) {
  if (!(error instanceof Refusal) || error.problem.status !== NOT_FOUND)
    return (
      <>
        <h1 className="vh">This {thing} is not shown</h1>
        <ProblemSay error={error} />
      </>
    );
  const { code, requestId } = error.problem;
  return (
    <>
      <div className="title">
        <h1>There is no such {thing}</h1>
        <p>The address may be mistyped, or of another Sluice. Nothing was done by that.</p>
      </div>
      <p className="code-line">
        <code>{code}</code>, <code>{requestId}</code>
      </p>
    </>
  );
}
