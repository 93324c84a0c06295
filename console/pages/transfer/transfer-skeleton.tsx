/** The layout of the page, not there yet. */
export function TransferSkeleton() {
  return (
    <div>
      <span className="vh" role="status">
        Loading the transfer
      </span>
      <span className="bone b-35" />
      <span className="bone bone-28 b-80" />
      <span className="bone b-50" />
      <span className="bone b-65" />
      <span className="bone b-65" />
      <span className="bone b-65" />
    </div>
  );
}
