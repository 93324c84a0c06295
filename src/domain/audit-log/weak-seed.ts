/** The secret keys published in RFC 8032, sections 7.1 and 7.3, which every test suite contains. */
const PUBLISHED: ReadonlySet<string> = new Set([
  '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
  'f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5',
  '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
]);

// Of 32 random bytes, fewer than 16 are distinct only once in 10^17 draws. What people type has fewer distinct bytes.
const DISTINCT_MIN = 16;

/**
 * True for an Ed25519 seed that is published or cannot be random: few distinct bytes, or bytes in arithmetic order. It
 * catches carelessness, not every guessable key.
 */
export function isWeakSeed(seed: Uint8Array): boolean {
  const hex = Array.from(seed, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (PUBLISHED.has(hex) || new Set(seed).size < DISTINCT_MIN) return true;
  const steps = new Set(Array.from(seed.subarray(1), (byte, at) => (byte - (seed[at] ?? 0) + 256) % 256));
  return steps.size === 1;
}
