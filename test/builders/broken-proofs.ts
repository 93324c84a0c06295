/**
 * A proof spoilt in every way: a flipped bit (which one, `seed` says) in each hash, each hash missing, doubled, cut and
 * lengthened, two neighbours swapped, and something added at each place.
 */
export function brokenProofs(proof: readonly Uint8Array[], seed: number): readonly (readonly Uint8Array[])[] {
  const foreign = new Uint8Array(32).fill(seed & 255);
  const added = [...proof.keys(), proof.length].map((at) => proof.toSpliced(at, 0, foreign));
  const changed = proof.flatMap((hash, at) => [
    proof.with(at, flipped(hash, seed)),
    proof.with(at, hash.subarray(1)),
    proof.with(at, Buffer.concat([hash, Buffer.of(0)])),
    proof.with(at, new Uint8Array()),
    proof.toSpliced(at, 1),
    proof.toSpliced(at, 0, hash),
  ]);
  const swapped = proof.slice(1).map((hash, at) => proof.with(at, hash).with(at + 1, proof[at] ?? hash));
  return [...added, ...changed, ...swapped];
}

function flipped(bytes: Uint8Array, seed: number): Uint8Array {
  const at = seed % (bytes.length * 8);
  return bytes.map((byte, place) => (place === at >> 3 ? byte ^ (1 << (at & 7)) : byte));
}
