/** The parts of a sentence, not there yet. */
export function SheetSkeleton() {
  return (
    <div>
      <span className="vh" role="status">
        Asking for what is to be signed
      </span>
      <span className="bone bone-28 b-50" />
      <span className="bone bone-28 b-35" />
      <span className="bone b-65" />
      <span className="bone bone-28 b-35" />
      <span className="bone b-65" />
      <span className="bone b-80" />
    </div>
  );
}
