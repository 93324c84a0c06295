import type { Intent } from '../../../src/domain/transfers/intent.js';
import { intentWords } from '../../../src/domain/transfers/transfer-words.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

type Named = Pick<TransferDetail, 'asset' | 'safe'> & {
  readonly destination: NonNullable<TransferDetail['destination']>;
};

/** The line of an intent by the names that are shown. @throws DomainError if names make it read otherwise */
export function wordsOf({ asset, safe, destination }: Named, intent: Intent): string {
  const { symbol, decimals } = asset;
  return intentWords(intent, {
    ...{ safe: safe.label, destination: destination.label },
    asset: { symbol, decimals },
  });
}
