import { useQuery } from '@tanstack/react-query';
import type { EvaluationView } from '../../../src/dry-runs/evaluations.contract.js';
import type { PolicyDetail } from '../../../src/policies/policies.contract.js';
import { formatAmount } from '../../../src/domain/values/amount.js';
import { ask } from '../../api/ask.js';
import { KEPT } from '../../api/outdate.js';
import type { Chosen } from './draft.js';
import { type Ground, groundOf } from './preview.js';

const FRESH_MS = 120_000;

export interface Evaluated {
  readonly ground: Ground;
  readonly view: EvaluationView;
}

/**
 * What the gateway knows of this Safe, asset and destination. It is asked once for each choice, as every question is an
 * entry of the log; the amount is judged here. A freeze that comes or goes makes it another question.
 */
export function useGround(chosen: Chosen | null, freeze: string | null) {
  return useQuery({
    queryKey: ['evaluation', chosen?.safe.id, chosen?.asset.id, chosen?.destination.id, freeze],
    enabled: chosen !== null,
    staleTime: FRESH_MS,
    meta: KEPT,
    queryFn: async (): Promise<Evaluated> => {
      if (!chosen) throw new Error('nothing is chosen');
      const { safe, asset, destination } = chosen;
      // Any amount gives the same facts; this is the least.
      const amount = formatAmount(1n, asset.decimals);
      const body = { safe: safe.id, asset: asset.id, destination: destination.id, amount };
      const view = await ask<EvaluationView>('/v1/policies/evaluate', { method: 'POST', body });
      const version = String(view.policy.version);
      const policy = await ask<PolicyDetail>(`/v1/policies/${version}`, { method: 'GET' });
      return { view, ground: groundOf(policy, view.facts) };
    },
  });
}
