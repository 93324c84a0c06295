import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

/** What somebody is called, as far as the transfer says it. */
export function nameIn(transfer: TransferDetail, id: string): string {
  if (id === 'system') return 'Sluice';
  if (id === transfer.requester) return transfer.requesterName ?? id;
  const known = [...transfer.confirmations, ...transfer.exceptions, ...transfer.ownerSignatures];
  return known.find(({ person }) => person === id)?.personName ?? id;
}
