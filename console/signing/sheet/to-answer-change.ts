import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AssetPage } from '../../../src/assets/assets.contract.js';
import type { ChangeAnswerStatement, ChangeDetail } from '../../../src/changes/changes.contract.js';
import type { ChangeDecision } from '../../../src/domain/changes/change.js';
import { UnfreezeContent } from '../../../src/domain/changes/kinds/unfreeze.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { InstallationView } from '../../../src/installation/installation.contract.js';
import type { FreezePage, FreezeView } from '../../../src/safes/freezes.contract.js';
import { ask } from '../../api/ask.js';
import { type ChangeWord, type Register, checkChangeAnswer, namesOf } from '../checks/change-checks.js';
import { type Check, type Checked, checked } from '../checks/check.js';
import type { Signable } from '../signer.js';
import { checkPlace } from './place.js';

/** What somebody is asked to answer: asked for anew, and checked as a whole. */
export interface ToAnswerChange {
  readonly change: ChangeDetail;
  readonly served: ChangeAnswerStatement;
  /** The freezes that it lifts; its sentence names them by their ids alone. */
  readonly lifts: readonly FreezeView[];
  /** Nothing can be signed unless it fits. */
  readonly made: Checked<Signable>;
}

/** A statement is taken within five minutes of its moment. */
const ANEW_MS = 240_000;
const MS = 1_000;

/** Kept up to date by the hints about changes, and made for a new moment before its own has passed. */
export function useToAnswerChange(
  id: string,
  word: Pick<ChangeWord, 'person' | 'decision'>,
  isWanted: boolean,
): UseQueryResult<ToAnswerChange> {
  return useQuery({
    queryKey: [`/v1/changes/${id}`, 'to answer', word.decision, word.person],
    queryFn: () => toAnswerChange(id, { ...word, reason: '' }),
    // What was checked before is not of now.
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ANEW_MS,
    enabled: isWanted,
  });
}

/** The statement of a word on a change, from everything that the page asks for itself. */
export async function toAnswerChange(id: string, word: ChangeWord): Promise<ToAnswerChange> {
  const [change, installation, people, assets] = await Promise.all([
    ask<ChangeDetail>(`/v1/changes/${id}`, { method: 'GET' }),
    ask<InstallationView>('/v1/installation', { method: 'GET' }),
    ask<{ readonly data: readonly PersonView[] }>('/v1/people', { method: 'GET' }),
    ask<AssetPage>('/v1/assets', { method: 'GET' }),
  ]);
  const served = await askStatement(id, word);
  // After the statement: the register that is signed over is then in it.
  const register = await ask<Register>('/v1/register', { method: 'GET' });
  const lifts = await liftedBy(change);
  const grounds = {
    ...{ installation, register, now: Date.now() / MS },
    names: namesOf({ people: people.data, assets: assets.data }),
  };
  const asked = checked([{ what: 'Change', computed: id, sent: change.id }], null);
  const place = asked.fits ? await checkPlace() : asked;
  const made = place.fits ? checkChangeAnswer(change, word, { served, grounds }) : place;
  if (!made.fits) return { change, served, lifts, made };
  return { change, served, lifts, made: checked(liftChecks(change, lifts), made.made) };
}

function askStatement(
  id: string,
  { decision, reason }: Pick<ChangeWord, 'decision' | 'reason'>,
): Promise<ChangeAnswerStatement> {
  const members: Readonly<Record<string, string>> = { decision, ...(reason !== '' && { reason }) };
  return ask(`/v1/changes/${id}/statement?${new URLSearchParams(members).toString()}`, { method: 'GET' });
}

const FREEZES_MAX = '200';

async function liftedBy(change: ChangeDetail): Promise<readonly FreezeView[]> {
  const freezes = freezesIn(change);
  if (freezes.length === 0) return [];
  const { data } = await ask<FreezePage>(`/v1/freezes?limit=${FREEZES_MAX}`, { method: 'GET' });
  return data.filter(({ id }) => freezes.includes(id));
}

function freezesIn({ kind, content }: ChangeDetail): readonly string[] {
  return kind === 'unfreeze' ? (UnfreezeContent.safeParse(content).data?.freezes ?? []) : [];
}

/** Nobody lifts a freeze of which they are not shown who set it, and why. */
function liftChecks(change: ChangeDetail, lifts: readonly FreezeView[]): readonly Check[] {
  return freezesIn(change).map((id) => ({
    what: 'Freeze that is lifted',
    computed: lifts.some((each) => each.id === id) ? id : 'none that is shown',
    sent: id,
  }));
}

/** Sends a word on a change, with the moment and the register that were signed. */
export function sendChangeAnswer(
  id: string,
  answer: {
    readonly decision: Exclude<ChangeDecision, 'propose'>;
    readonly reason: string;
    readonly served: ChangeAnswerStatement;
    readonly signature: unknown;
  },
  key: string,
): Promise<unknown> {
  const { decision, reason, served, signature } = answer;
  const body = {
    ...{ decision, at: served.at, head: served.head, signature: signature as string },
    ...(decision !== 'approve' && { reason }),
  };
  return ask(`/v1/changes/${id}/answers`, { method: 'POST', body, key });
}
