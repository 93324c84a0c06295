/** Lines where sentences will stand. */
export function Bones() {
  return (
    <>
      <span className="bone bone-28 b-50" />
      <span className="bone b-80" />
      <span className="bone b-65" />
    </>
  );
}
