import { useState } from 'react';
import { hashDomain, hashStruct } from 'viem';
import {
  type Clearance,
  clearanceStatement,
  clearanceText,
} from '../../../src/domain/confirmations/clearance.js';
import { type Statement, statementDigest, statementJson } from '../../../src/domain/signatures/statement.js';
import type { SafeTxDigests } from '../../../src/domain/transfers/safe-tx-hash.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Hex } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { NamedDigest } from '../../parts/named-digest.js';
import styles from './transfer.module.css';

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

interface Named {
  readonly name: string;
  readonly of: string;
  readonly value: string;
}

interface Shown {
  readonly first: Named;
  /** The text for another device; null if there is none. */
  readonly qr: string | null;
  /** Domain Hash and Message Hash: what some devices show instead of the first. */
  readonly two: readonly [Named, Named];
  readonly others: readonly Named[];
}

/** What confirmers sign. */
function ofClearance(transfer: TransferDetail, clearance: Clearance, safeTx: SafeTxDigests): Shown {
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
function ofOwners({ safe }: TransferDetail, safeTx: SafeTxDigests): Shown {
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

function Digests({ first, qr, two, others }: Shown) {
  const [hasTwo, setTwo] = useState(false);
  const [large, folded] = hasTwo ? [two, [first]] : [[first], two];
  return (
    <>
      {large.map(({ name, of, value }, at) => (
        <div key={name} className={at === 0 ? '' : 'gap'}>
          <NamedDigest {...{ name, of, value }} qr={hasTwo ? null : qr} />
        </div>
      ))}
      <details className="fold">
        <summary>
          <Icon name="act-right" />
          {hasTwo ? 'The digest that they make' : 'The hashes it is made of'}
        </summary>
        <dl className="facts">
          {[...folded, ...others].map(({ name, of, value }) => (
            <FoldedHash key={name} {...{ name, of, value }} />
          ))}
        </dl>
      </details>
      <p className="small">
        <button
          type="button"
          className="btn btn-plain btn-small"
          aria-pressed={hasTwo}
          onClick={() => {
            setTwo(!hasTwo);
          }}
        >
          {hasTwo ? 'My device shows one digest' : 'My device shows two hashes'}
        </button>
      </p>
    </>
  );
}

function FoldedHash({ name, of, value }: Named) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.hash}>
        <Hex value={value} name={name} />
        <span className="quiet">{of}</span>
      </dd>
    </>
  );
}
