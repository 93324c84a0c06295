import type { ExposureView, SafeView } from '../../safe-api/safes.contract.js';
import type { SafeDetail } from '../../safe-api/safe-detail.contract.js';
import type { Row } from '../../domain/evidence/signer-words.js';
import { rowsText, tableText } from '../terminal/tables.js';

export function safeLines(safes: readonly SafeView[], columns?: number): string {
  if (safes.length === 0) return 'No Safe is onboarded.';
  return tableText(
    ['Safe', 'Address', 'Chain', 'Owners', 'Enforced', 'Exposed', 'Frozen'],
    safes.map(({ label, address, chainId, profile, enforcement, exposure, frozen }) => [
      ...[label, address, String(chainId), quorumOf(profile), enforcement, exposed(exposure.worstCases)],
      frozen === null ? 'no' : `${frozen.code}: ${frozen.reason}`,
    ]),
    columns,
  );
}

function quorumOf({ threshold, owners }: SafeView['profile']): string {
  return `${String(threshold)} of ${String(owners.length)}`;
}

function exposed(cases: SafeView['exposure']['worstCases']): string {
  return cases.length === 0
    ? 'nothing'
    : cases.map(({ amount, asset }) => `${amount} ${asset.symbol}`).join(', ');
}

/** A Safe as it is pinned, as the chain shows it now, and what may leave it by what owners have signed. */
export function safeText(safe: SafeDetail, exposure: ExposureView): string {
  const { id, label, address, chainId, profile, frozen, lane } = safe;
  return rowsText([
    { name: 'Safe', value: `${label} (${id})` },
    { name: 'Address', value: `${address}, chain ${String(chainId)}` },
    ...(frozen === null
      ? []
      : [{ name: 'FROZEN', value: `${frozen.at}: ${frozen.code}: ${frozen.reason} (${frozen.id})` }]),
    ...(frozen !== null && frozen.standing > 1
      ? [{ name: '', value: `${String(frozen.standing)} freezes stand: sluice freeze list --standing` }]
      : []),
    { name: 'Owners', value: `${quorumOf(profile)} sign` },
    ...profile.owners.map((value) => ({ name: '', value })),
    ...sightRows(safe),
    { name: 'Lane', value: laneWords(lane) },
    ...exposureRows(exposure),
  ]);
}

function sightRows(safe: SafeDetail): readonly Row[] {
  const { unavailable, nonce, balances, enforcement, gaps, profileCheck, block, ageSeconds } = safe;
  if (unavailable !== null)
    return [{ name: 'Chain', value: `cannot be read: ${unavailable.code}: ${unavailable.reason}` }];
  return [
    { name: 'Seen', value: `block ${block?.number ?? '?'}, ${String(ageSeconds ?? 0)} seconds ago` },
    { name: 'Next nonce', value: nonce ?? '?' },
    ...(balances ?? []).map(({ asset, amount, usd }) => ({
      name: 'Balance',
      value:
        amount === null
          ? `${asset.symbol} could not be read`
          : `${amount} ${asset.symbol}${usd === null ? '' : `, about $${usd.value}`}`,
    })),
    { name: 'As pinned', value: profileCheck?.ok === true ? 'yes' : 'NO' },
    ...(profileCheck?.drift ?? []).map(({ field, expected, actual }) => ({
      name: '',
      value: `${field}: ${actual}, pinned is ${expected}`,
    })),
    { name: 'Enforced', value: `${enforcement ?? '?'}${gaps?.length ? `: ${gaps.join(', ')}` : ''}` },
  ];
}

function laneWords({ holder, state, queued }: SafeDetail['lane']): string {
  const waiting = queued === 0 ? '' : `; ${String(queued)} wait for it`;
  return `${holder === null ? 'free' : `${holder}, ${state ?? ''}`}${waiting}`;
}

function exposureRows({ worstCases, liveHashes }: ExposureView): readonly Row[] {
  return [
    { name: 'Exposed', value: exposed(worstCases) },
    ...liveHashes.map(({ kind, transfer, nonce, amount, asset, signatures, ...rest }) => ({
      name: '',
      value: [
        `nonce ${nonce}: ${kind === 'cancel' ? 'the burn of' : `${amount} ${asset.symbol} by`} ${transfer}`,
        `signed by ${String(signatures.have)} of ${String(signatures.threshold)}`,
        ...(rest.executableByAnyone ? ['ANYBODY can execute it'] : []),
      ].join(', '),
    })),
  ];
}
