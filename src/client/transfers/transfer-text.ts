import type { Row } from '../../domain/evidence/signer-words.js';
import { exitOf } from '../terminal/exit-codes.js';
import { EXIT, type Exit } from '../terminal/exit-codes.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import type { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { rowsText, tableText } from '../terminal/tables.js';

type Shown = TransferView & Partial<Pick<TransferDetail, 'waitsFor' | 'nonce' | 'digests' | 'confirmations'>>;

/** A transfer as a person reads it. */
export function transferText(transfer: Shown): string {
  const { id, state, since, words, safe, requesterName, requester, expiresAt, waitsFor } = transfer;
  const rows: Row[] = [
    { name: 'Transfer', value: id },
    { name: 'State', value: `${state}, since ${since}` },
    {
      name: 'What',
      value: words ?? 'you see it once you have entered destination and amount from the ticket',
    },
    { name: 'Safe', value: `${safe.label} (${safe.address}), chain ${String(safe.chainId)}` },
    { name: 'Asked by', value: requesterName ?? requester },
    { name: 'Expires', value: expiresAt },
    ...(waitsFor ? [{ name: 'Now', value: waitsFor.sentence }] : []),
    ...reasonsOf(transfer).map((value) => ({ name: 'Because', value })),
    ...(transfer.confirmations ?? []).map(({ personName, person, decision, status, at }) => ({
      name: decision === 'confirm' ? 'Confirmed' : 'Rejected',
      value: `${personName ?? person}, ${at}${status === 'counts' ? '' : `, ${status}`}`,
    })),
    ...(transfer.nonce == null ? [] : [{ name: 'Safe nonce', value: transfer.nonce }]),
    ...(transfer.digests == null ? [] : [{ name: 'Safe tx hash', value: transfer.digests.eip712Digest }]),
    ...executed(transfer),
  ];
  return rowsText(rows);
}

function executed({ evidence }: Shown): readonly Row[] {
  return 'execution' in evidence
    ? [
        {
          name: 'Executed',
          value: `${evidence.execution.transactionHash}, block ${evidence.execution.blockNumber}`,
        },
      ]
    : [];
}

/** Why it is as it is, where that is no matter of course. */
export function reasonsOf({ evidence }: Pick<TransferView, 'evidence'>): readonly string[] {
  if ('reasons' in evidence) return evidence.reasons.map(({ code, reason }) => `${code}: ${reason}`);
  if ('why' in evidence) return [evidence.why];
  return evidence.state === 'needs-exception' ? evidence.rules.map((rule) => `held by the rule ${rule}`) : [];
}

export function transferLines(transfers: readonly TransferView[], columns?: number): string {
  if (transfers.length === 0) return 'There is none.';
  return tableText(
    ['Transfer', 'State', 'Since', 'Amount', 'From', 'To', 'Asked by', 'Reference'],
    transfers.map(({ id, state, since, amount, asset, safe, destination, ...rest }) => [
      ...[id, state, since, amount === null ? `? ${asset.symbol}` : `${amount} ${asset.symbol}`],
      ...[safe.label, destination?.label ?? '?', rest.requesterName ?? rest.requester, rest.reference ?? '?'],
    ]),
    columns,
  );
}

/** How the command ends that led to this state, or waited for its end. */
export function exitOfState({ state, evidence }: Pick<TransferView, 'state' | 'evidence'>): Exit {
  if (state === 'mismatched') return EXIT.mismatch;
  if (evidence.state === 'refused') {
    const [first] = evidence.reasons;
    return first ? exitOf(first.code) : EXIT.denied;
  }
  return ['superseded', 'cancelled', 'rejected', 'expired'].includes(state) ? EXIT.refused : EXIT.fine;
}
