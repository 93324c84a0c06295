import { readFileSync } from 'node:fs';
import { parseVerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { type EvidenceBundle, readBundle } from '../../src/domain/evidence/bundle.js';
import type { Roots } from '../../src/domain/evidence/roots.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';

const path = new URL('./evidence-bundle.json', import.meta.url);

/**
 * The evidence of a transfer that was played through on a test chain: 80 ETH, excepted by two officers, confirmed by two
 * groups, with an act of the register in between, signed by three owners, settled. Written anew by
 * `SLUICE_KEEP_BUNDLE=test/vectors/evidence-bundle.json` before the command for test/e2e/evidence.e2e.spec.ts.
 */
export const bundleText = readFileSync(path, 'utf8');

/** The same, read. */
export function recordedBundle(): EvidenceBundle {
  const read = readBundle(bundleText);
  if (!read.isRead) throw new Error(`${read.reason} at ${read.part}`);
  return read.bundle;
}

/** What an auditor of that installation knows from elsewhere. */
export function recordedRoots(): Required<Pick<Roots, 'founding' | 'chainId' | 'logKey'>> {
  const { installation, log } = recordedBundle();
  const founding = parseBytes32(installation.id);
  return { founding, chainId: installation.chainId, logKey: parseVerifierKey(log.key) };
}
