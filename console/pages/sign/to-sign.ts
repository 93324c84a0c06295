import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { SafeDetail } from '../../../src/safe-api/safe-detail.contract.js';
import type { BurnRequestView } from '../../../src/signature-relay/burns.contract.js';
import type { SignatureRequestView } from '../../../src/signature-relay/signature-relay.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { againMs } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import { checkBurnRequest } from '../../signing/checks/burn-request-checks.js';
import type { Checked } from '../../signing/checks/check.js';
import { type WholeTransfer, checkAsked } from '../../signing/checks/intent-checks.js';
import { type MadeRequest, checkOwnerRequest } from '../../signing/checks/owner-request-checks.js';
import { checkRequester } from '../../signing/checks/requester-checks.js';
import { askTransfer, groundsOf } from '../../signing/sheet/grounds.js';
import { checkPlace } from '../../signing/sheet/place.js';
import { type Wanted, wantedOf } from './wanted.js';

/** What owners are asked to sign, asked for anew and checked as a whole. */
export interface Requested {
  readonly transfer: WholeTransfer;
  readonly safe: SafeDetail;
  /** The transfer itself, or the burn of its nonce. */
  readonly kind: 'transfer' | 'burn';
  readonly threshold: number;
  /** How many owners' signatures are still needed. */
  readonly missing: number;
  /** Who is known to have signed the transfer that is cancelled; empty for a transfer. */
  readonly signedOriginal: readonly string[];
  /** Nothing can be signed unless it fits. */
  readonly made: Checked<MadeRequest>;
}

export interface ToSign {
  readonly transfer: TransferDetail;
  /** Null if there is nothing to sign, or not for this reader. */
  readonly requested: Requested | null;
  /** Whether it is shown whole, or hidden as a whole. */
  readonly whole: Checked<unknown>;
}

const UNREAD_MS = 10_000;

/** Kept up to date by the hints about the transfer. */
export function useToSign(id: string): UseQueryResult<ToSign> {
  return useQuery({
    queryKey: [`/v1/transfers/${id}`, 'to sign'],
    queryFn: () => toSign(id),
    // What was checked before is not of now.
    staleTime: 0,
    gcTime: 0,
    // Nobody is told when the chain can be read again.
    refetchInterval: ({ state: { data, error } }) =>
      againMs(error) ?? (data?.requested?.safe.nonce === null ? UNREAD_MS : false),
  });
}

async function toSign(id: string): Promise<ToSign> {
  const transfer = await askTransfer(id);
  const kind: Wanted = wantedOf(transfer);
  const whole = checkAsked(id, transfer);
  if (!whole.fits) return { transfer, requested: null, whole };
  if (whole.made === null || kind === 'nothing') return { transfer, requested: null, whole };
  const [place, requested] = await Promise.all([
    checkPlace(),
    kind === 'transfer' ? ofTransfer(whole.made) : ofBurn(whole.made),
  ]);
  return { transfer, requested: { ...requested, made: place.fits ? requested.made : place }, whole };
}

async function ofTransfer(transfer: WholeTransfer): Promise<Requested> {
  const [request, grounds, people, safe] = await Promise.all([
    ask<SignatureRequestView>(`/v1/transfers/${transfer.id}/signature-request`, { method: 'GET' }),
    groundsOf(transfer),
    askPeople(),
    askSafe(transfer),
  ]);
  const requester = await checkRequester(transfer, grounds.person);
  const made = requester.fits
    ? await checkOwnerRequest(transfer, request, { ...grounds, people })
    : requester;
  const { missing } = request;
  return {
    ...{ transfer, safe, missing, made, kind: 'transfer', signedOriginal: [] },
    threshold: request.safe.threshold,
  };
}

async function ofBurn(transfer: WholeTransfer): Promise<Requested> {
  const [request, { chainId }, people, safe] = await Promise.all([
    ask<BurnRequestView>(`/v1/transfers/${transfer.id}/cancel/signature-request`, { method: 'GET' }),
    groundsOf(transfer),
    askPeople(),
    askSafe(transfer),
  ]);
  const made = await checkBurnRequest(transfer, request, { chainId, people });
  const { missing, signedOriginal } = request;
  return {
    ...{ transfer, safe, missing, made, kind: 'burn', signedOriginal },
    threshold: request.safe.threshold,
  };
}

async function askPeople(): Promise<readonly PersonView[]> {
  const { data } = await ask<{ readonly data: readonly PersonView[] }>('/v1/people', { method: 'GET' });
  return data;
}

function askSafe({ safe }: WholeTransfer): Promise<SafeDetail> {
  return ask<SafeDetail>(`/v1/safes/${safe.id}`, { method: 'GET' });
}
