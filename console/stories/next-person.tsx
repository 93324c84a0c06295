import { Suspense, lazy } from 'react';
import type { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';

const GoOnAs = lazy(async () => ({ default: (await import('./go-on-as.js')).GoOnAs }));

/** In the sandbox, where one is everybody: whoever can do the next step, one click away. */
export function NextPerson({ transfer }: { readonly transfer: TransferDetail }) {
  const { data: installation } = useRead(reads.installation);
  if (installation?.sandboxWallet == null) return null;
  return (
    <Suspense fallback={null}>
      <GoOnAs transfer={transfer} />
    </Suspense>
  );
}
