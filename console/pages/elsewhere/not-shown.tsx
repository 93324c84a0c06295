import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';

const NOT_FETCHED = /dynamically imported module|importing a module script failed|error loading/i;

/** Instead of a page that ended by an error, or of which a part did not come as it was built. */
export function NotShown({ error }: { readonly error: unknown }) {
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div className="page">
      <div className="title">
        <h1>This page cannot be shown</h1>
      </div>
      <Say
        tone="stop"
        title={
          NOT_FETCHED.test(message)
            ? 'A part of the console did not come as it was built'
            : 'The console failed'
        }
        acts={
          <button
            type="button"
            className="btn"
            onClick={() => {
              location.reload();
            }}
          >
            Load it again
          </button>
        }
      >
        <p>
          Nothing was signed or sent by that.{' '}
          {NOT_FETCHED.test(message) ? (
            <>
              Either the gateway did not answer, or it sent other bytes, which the browser does not run. If it
              lasts, sign nothing, and have the engineers run <code>sluice console check</code>.
            </>
          ) : (
            <>If it lasts, tell the engineers what stands here.</>
          )}
        </p>
        <p className="code-line">
          <Said>{message}</Said>
        </p>
      </Say>
    </div>
  );
}
