import type { AssetPage } from '../../src/assets/assets.contract.js';
import type { DestinationPage, DestinationView } from '../../src/address-book/destinations.contract.js';
import type {
  ChangeAnswerStatement,
  ChangeDetail,
  ChangePage,
  QuorumsView,
} from '../../src/changes/changes.contract.js';
import type { LimitPage } from '../../src/dry-runs/limits/limits.contract.js';
import type { HealthPartsView } from '../../src/health/parts/health-parts.contract.js';
import type { PersonView, PrincipalView, SessionEntry } from '../../src/identity/identity.contract.js';
import type { InboxCounts, InboxPage } from '../../src/inbox/inbox.contract.js';
import type { InstallationView } from '../../src/installation/installation.contract.js';
import type { PolicyDetail } from '../../src/policies/policies.contract.js';
import type { CancelView } from '../../src/signature-relay/cancels.contract.js';
import type { ExceptionPage } from '../../src/transfer-api/views/exceptions.contract.js';
import type { ExposureHistoryPage, ExposurePage } from '../../src/safe-api/exposures.contract.js';
import type { FindingPage } from '../../src/safe-api/findings/findings.contract.js';
import type { SafeDetail } from '../../src/safe-api/safe-detail.contract.js';
import type { ExposureView, SafePage } from '../../src/safe-api/safes.contract.js';
import type { FreezePage } from '../../src/safes/freezes.contract.js';
import type { Timeline } from '../../src/transfer-api/detail/timeline.contract.js';
import type { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import type { TransferCounts } from '../../src/transfer-api/lists/transfer-list.contract.js';
import type { TransferRow } from '../../src/transfer-api/views/transfer-row.contract.js';
import type { Read } from './answers.js';

interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

const read = <T>(path: `/v1/${string}`): Read<T> => ({ path });

type Members = object;

/** Members that are undefined or empty are left out, so that one question has one path. */
function query(members: Members): string {
  const given = Object.entries(members).filter(([, value]) => typeof value === 'string' && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given as [string, string][]).toString()}`;
}

/** Everything that the console reads of the API: path and type of its answer. */
export const reads = {
  installation: read<InstallationView>('/v1/installation'),
  session: read<PrincipalView>('/v1/sessions/current'),
  inbox: read<InboxPage>('/v1/inbox'),
  inboxCounts: read<InboxCounts>('/v1/inbox/counts'),
  transfers: (members: Members) => read<Page<TransferRow>>(`/v1/transfers${query(members)}`),
  transferCounts: (members: Members) => read<TransferCounts>(`/v1/transfers/counts${query(members)}`),
  transfer: (id: string) => read<TransferDetail>(`/v1/transfers/${id}`),
  timeline: (id: string) => read<Timeline>(`/v1/transfers/${id}/timeline?limit=200`),
  cancel: (id: string) => read<CancelView>(`/v1/transfers/${id}/cancel`),
  exceptions: (members: Members) => read<ExceptionPage>(`/v1/exceptions${query(members)}`),
  policy: (version: number) => read<PolicyDetail>(`/v1/policies/${String(version)}`),
  destination: (id: string) => read<DestinationView>(`/v1/destinations/${id}`),
  people: (members: Members) => read<{ readonly data: readonly PersonView[] }>(`/v1/people${query(members)}`),
  changes: (members: Members) => read<ChangePage>(`/v1/changes${query(members)}`),
  change: (id: string) => read<ChangeDetail>(`/v1/changes/${id}`),
  changeStatement: (id: string, decision: string) =>
    read<ChangeAnswerStatement>(`/v1/changes/${id}/statement${query({ decision })}`),
  safes: read<SafePage>('/v1/safes'),
  safe: (id: string) => read<SafeDetail>(`/v1/safes/${id}`),
  assets: read<AssetPage>('/v1/assets'),
  destinations: (members: Members) => read<DestinationPage>(`/v1/destinations${query(members)}`),
  limits: (members: Members) => read<LimitPage>(`/v1/limits${query(members)}`),
  exposures: read<ExposurePage>('/v1/exposures'),
  exposure: (safe: string) => read<ExposureView>(`/v1/safes/${safe}/exposure`),
  exposureHistory: (safe: string) =>
    read<ExposureHistoryPage>(`/v1/safes/${safe}/exposure/history?limit=200`),
  quorums: read<QuorumsView>('/v1/quorums'),
  sessions: read<{ readonly data: readonly SessionEntry[] }>('/v1/sessions'),
  findings: (members: Members) => read<FindingPage>(`/v1/findings${query(members)}`),
  freezes: (members: Members) => read<FreezePage>(`/v1/freezes${query(members)}`),
  health: read<HealthPartsView>('/v1/health/parts'),
};
