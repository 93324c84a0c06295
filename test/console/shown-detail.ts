import type { Reason } from '../../console/pages/transfer/answers-sorted.js';
import type { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import { fittingAnswers } from './shown-clearance.js';

/** A transfer of 4 ETH that awaits confirmation. */
export const { transfer: cleared } = await fittingAnswers('4');

/** The same with other members. */
export function shown(more: object): TransferDetail {
  return { ...cleared, ...more };
}

export function reason(more: Partial<Reason>): Reason {
  return {
    ...{ rule: 'r', kind: 'policy', outcome: 'allow', code: null, unit: null, measured: null, bound: null },
    ...{ headroom: null, words: '', waivable: false, ceiling: null, exceptionIds: [], ...more },
  };
}
