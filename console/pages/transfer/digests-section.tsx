import { hashDomain, hashStruct } from 'viem';
import {
  type Clearance,
  clearanceStatement,
  clearanceText,
} from '../../../src/domain/confirmations/clearance.js';
import { type Statement, statementDigest, statementJson } from '../../../src/domain/signatures/statement.js';
import type { SafeTxDigests } from '../../../src/domain/transfers/safe-tx-hash.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Digests, type ShownDigests } from '../../parts/digests.js';

interface DigestsSectionProps {
  readonly transfer: TransferDetail;
  readonly made: { readonly safeTx: SafeTxDigests | null; readonly clearance?: Clearance };
}

/** The digest to compare first, large; the hashes that it is made of, folded. All of them are computed here. */
export function DigestsSection({ transfer, made: { safeTx, clearance } }: DigestsSectionProps) {
  if (safeTx === null) return null;
  const shown =
    clearance === undefined ? ofOwners(transfer, safeTx) : ofClearance(transfer, clearance, safeTx);
  return (
    <section aria-labelledby="digests">
      <div className="head">
        <h2 id="digests">Digests</h2>
        <p>Computed on this page from what it shows.</p>
      </div>
      <Digests {...shown} />
    </section>
  );
}

/** What confirmers sign. */
function ofClearance(transfer: TransferDetail, clearance: Clearance, safeTx: SafeTxDigests): ShownDigests {
  const statement = clearanceStatement(clearance, { decision: 'confirm', reason: '' });
  const { chainId, label } = transfer.safe;
  return {
    first: {
      name: 'EIP-712 Digest',
      of: `what confirmers sign for revision ${String(transfer.revision)}`,
      value: statementDigest(statement),
    },
    qr: clearanceText(clearance),
    two: [
      {
        name: 'Domain Hash',
        of: `Sluice 1 on chain ${String(chainId)}, for ${label}`,
        value: domainHash(statement),
      },
      { name: 'Message Hash', of: 'the eleven fields of the clearance', value: messageHash(statement) },
    ],
    others: [
      { name: 'safeTxHash', of: 'what the owners will sign; not what you sign', value: safeTx.digest },
    ],
  };
}

/** What owners sign, once people have confirmed. */
function ofOwners({ safe }: TransferDetail, safeTx: SafeTxDigests): ShownDigests {
  return {
    first: {
      name: 'EIP-712 Digest',
      of: 'the safeTxHash: what owners sign for this transfer',
      value: safeTx.digest,
    },
    qr: null,
    two: [
      {
        name: 'Domain Hash',
        of: `${safe.label} on chain ${String(safe.chainId)}`,
        value: safeTx.domainHash,
      },
      { name: 'Message Hash', of: 'the ten fields of the Safe transaction', value: safeTx.messageHash },
    ],
    others: [],
  };
}

function domainHash(statement: Statement): string {
  const { types, domain } = statementJson(statement);
  return hashDomain({ domain, types } as unknown as Parameters<typeof hashDomain>[0]);
}

function messageHash({ types, primaryType, message }: Statement): string {
  return hashStruct({
    data: { ...message },
    primaryType,
    types: types as Record<string, { name: string; type: string }[]>,
  });
}
