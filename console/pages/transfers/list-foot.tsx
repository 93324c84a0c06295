import type { TransferCounts } from '../../../src/transfer-api/lists/transfer-list.contract.js';
import { grouped } from '../../parts/amount.js';
import { useZone } from '../../parts/clock.js';
import { MoreButton } from '../../parts/more-button.js';

interface ListFootProps {
  readonly shown: number;
  readonly state: string;
  readonly counts: TransferCounts | undefined;
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

/** How many of how many, and the way to older ones. */
export function ListFoot({ shown, state, counts, list }: ListFootProps) {
  const { word } = useZone();
  const total = counts === undefined ? undefined : countOf(counts, state);
  return (
    <>
      <p className="small quiet">
        {grouped(String(shown))}
        {total === undefined ? '' : ` of ${grouped(String(Math.max(total, shown)))}`}, newest first. Times are{' '}
        {word}.
      </p>
      <MoreButton pages={list} />
    </>
  );
}

/** How many transfers a value of `state` selects. */
export function countOf({ states, live, ended }: TransferCounts, state: string): number {
  if (state === 'all') return live + ended;
  if (state === 'live') return live;
  if (state === 'ended') return ended;
  const of: Readonly<Record<string, number>> = states;
  return state.split(',').reduce((sum, each) => sum + (of[each] ?? 0), 0);
}
