import { bytesToHex } from 'viem';
import type { StoredEntry } from '../audit-log/audit-log.repository.js';
import { sha256 } from '../audit-log/sequencer/sha256.js';
import { leafNode } from '../domain/audit-log/merkle.js';
import { DomainError } from '../domain/errors.js';

/** @throws DomainError LOG_FORK if the text is not the one that its stored leaf hash is of */
export function requireOwnHash({ index, body, leafHash }: Omit<StoredEntry, 'subject'>): void {
  if (leafHash !== bytesToHex(leafNode(Buffer.from(body), sha256)))
    throw new DomainError('LOG_FORK', `entry ${index.toString()} is not the text that its hash is of`);
}
