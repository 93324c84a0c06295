import { readFileSync } from 'node:fs';
import { parseVerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { type EvidenceBundle, readBundle } from '../../src/domain/evidence/bundle.js';
import type { Roots } from '../../src/domain/evidence/roots.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';

const path = new URL('./signature-request.json', import.meta.url);

/**
 * What an owner of a Safe fetched of a transfer that had been relayed to the owners on a test chain: 30000.25 of a token,
 * confirmed by two groups, not yet signed. Written anew by `SLUICE_KEEP_REQUEST=test/vectors/signature-request.json` before
 * the command for test/e2e/evidence.e2e.spec.ts.
 */
export const requestText = readFileSync(path, 'utf8');

/** The same, read. */
export function recordedRequest(): EvidenceBundle {
  const read = readBundle(requestText);
  if (!read.isRead) throw new Error(`${read.reason} at ${read.part}`);
  return read.bundle;
}

/** What an owner of that installation's Safe knows from elsewhere. */
export function requestRoots(): Required<Pick<Roots, 'founding' | 'chainId' | 'logKey'>> {
  const { installation, log } = recordedRequest();
  const founding = parseBytes32(installation.id);
  return { founding, chainId: installation.chainId, logKey: parseVerifierKey(log.key) };
}
