import { type ReactNode, Suspense, lazy } from 'react';
import type { ChangeDetail } from '../../src/changes/changes.contract.js';
import type { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';

const TransferNext = lazy(async () => ({ default: (await import('./transfer-next.js')).TransferNext }));
const ChangeNext = lazy(async () => ({ default: (await import('./change-next.js')).ChangeNext }));

/** In the sandbox, where one is everybody: whoever can do the next step of a transfer, one click away. */
export function NextPerson({ transfer }: { readonly transfer: TransferDetail }) {
  return (
    <InSandbox>
      <TransferNext transfer={transfer} />
    </InSandbox>
  );
}

/** The same of a change. */
export function NextAnswer({ change }: { readonly change: ChangeDetail }) {
  return (
    <InSandbox>
      <ChangeNext change={change} />
    </InSandbox>
  );
}

function InSandbox({ children }: { readonly children: ReactNode }) {
  const { data: installation } = useRead(reads.installation);
  if (installation?.sandboxWallet == null) return null;
  return <Suspense fallback={null}>{children}</Suspense>;
}
