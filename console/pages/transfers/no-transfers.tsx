import type { ListSearch } from './list-search.js';

/** Nothing is there, why, and what next. */
export function NoTransfers({ search, clear }: { readonly search: ListSearch; readonly clear: () => void }) {
  const { state, ...others } = search;
  const isFiltered = Object.keys(others).length > 0;
  return (
    <div className="empty">
      <h2>{isFiltered ? 'No transfer fits' : 'No transfer here'}</h2>
      <p>
        {isFiltered
          ? 'No transfer has all that is chosen. Whoever must enter a transfer from the ticket first does not find it by destination, address or reference.'
          : state === undefined
            ? 'Nothing is on its way. What has ended is under Settled and the others.'
            : 'None has ended like this.'}
      </p>
      {isFiltered ? (
        <p className="acts">
          <button type="button" className="btn" onClick={clear}>
            Show all that is live
          </button>
        </p>
      ) : null}
    </div>
  );
}
