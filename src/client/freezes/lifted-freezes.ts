import { z } from 'zod';
import type { ChangeView } from '../../changes/changes.contract.js';
import type { Row } from '../../domain/evidence/signer-words.js';
import { FreezePage, type FreezeView } from '../../safes/freezes.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { scopeNames } from './freeze-text.js';

/** As many as one change may lift, and one answer may have. */
const FREEZES_MAX = '200';
const Lifting = z.looseObject({ freezes: z.array(z.string()) });

/** The freezes that a change lifts, in words: its sentence names them by their ids alone. Of other changes, nothing. */
export async function liftedRows(
  gateway: Gateway,
  { kind, content }: Pick<ChangeView, 'kind' | 'content'>,
): Promise<readonly Row[]> {
  if (kind !== 'unfreeze') return [];
  const { freezes = [] } = Lifting.safeParse(content).data ?? {};
  const { data } = await gateway.get('/v1/freezes', FreezePage, { limit: FREEZES_MAX });
  const found = new Map<string, FreezeView>(data.map((each) => [each.id, each]));
  const names = await scopeNames(gateway);
  return freezes.map((id) => {
    const freeze = found.get(id);
    return { name: 'Lifts', value: freeze === undefined ? id : wordsOf(freeze, names) };
  });
}

function wordsOf(
  { id, scope, at, actor, actorName, code, reason, standing }: FreezeView,
  nameOf: (scope: string) => string,
): string {
  const lifted = standing ? '' : ' (it is lifted already)';
  return `${id}: ${nameOf(scope)}, ${at}, by ${actorName ?? actor}: ${code}: ${reason}${lifted}`;
}
