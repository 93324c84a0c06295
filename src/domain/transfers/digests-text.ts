import type { KnownDigests } from './inspect.js';

// The names of ERC-8213, as hardware wallets and independent tools show them.
const DIGEST_NAMES = {
  domainHash: 'Domain Hash',
  messageHash: 'Message Hash',
  eip712Digest: 'EIP-712 Digest',
  calldataDigest: 'Calldata Digest',
} as const;

/** The digests of a Safe transaction, one a line, under the names that devices show (ERC-8213). */
export function digestsText(digests: KnownDigests): string {
  const names = Object.keys(DIGEST_NAMES) as (keyof typeof DIGEST_NAMES)[];
  return names
    .map(
      (name) =>
        `${DIGEST_NAMES[name].padEnd(16)} ${digests[name] ?? 'not known: it depends on Safe, chain and nonce'}`,
    )
    .join('\n');
}
