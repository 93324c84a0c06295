import { useNavigate } from '@tanstack/react-router';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { serverNow } from '../../api/server-clock.js';
import { FilterChip } from '../../parts/filter-chip.js';
import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import { type ListSearch, withMember } from './list-search.js';

/** What the list is narrowed down by, as chips; each opens its choices. */
export function FilterChips({ search }: { readonly search: ListSearch }) {
  const navigate = useNavigate();
  const safes = useRead(reads.safes).data?.data ?? [];
  const assets = useRead(reads.assets).data?.data ?? [];
  const destinations = useRead(reads.destinations({})).data?.data ?? [];
  const people = useRead(reads.people({ role: 'operator' })).data?.data ?? [];
  const choose = (member: keyof ListSearch) => (value: string | undefined) =>
    void navigate({ to: '/transfers', search: withMember(search, member, value) });
  return (
    <div className="filters" role="group" aria-label="Filters">
      <FilterChip
        name="Safe"
        chosen={search.safe}
        choose={choose('safe')}
        options={safes.map(({ id, label }) => [id, label] as const)}
      />
      <FilterChip
        name="Asset"
        chosen={search.asset}
        choose={choose('asset')}
        options={assets.map(({ id, symbol }) => [id, symbol] as const)}
      />
      <FilterChip
        name="Destination"
        chosen={search.destination}
        choose={choose('destination')}
        options={destinations.map(({ id, label }) => [id, label] as const)}
      />
      <FilterChip
        name="Requester"
        chosen={search.requester}
        choose={choose('requester')}
        options={people.map(({ id, name }) => [id, name] as const)}
      />
      <FilterChip name="Since" chosen={search.from} choose={choose('from')} options={times(search.from)} />
      {search.q === undefined ? null : (
        <button type="button" className="filter" aria-pressed="true" onClick={() => choose('q')(undefined)}>
          Search: <Said>{search.q}</Said>
          <Icon name="act-close" />
          <span className="vh">remove</span>
        </button>
      )}
    </div>
  );
}

const DAY = 86_400_000;
const SPANS = [
  { days: 1, word: '24 hours ago' },
  { days: 7, word: '7 days ago' },
  { days: 30, word: '30 days ago' },
  { days: 365, word: 'a year ago' },
];

const wire = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** Whole hours, so that one choice stays one choice. A moment that stands in the address is shown by its date. */
function times(chosen: string | undefined): readonly (readonly [string, string])[] {
  const hour = Math.floor(serverNow() / (DAY / 24)) * (DAY / 24);
  const spans = SPANS.map(({ days, word }) => [wire(hour - days * DAY), word] as const);
  const isSpan = chosen === undefined || spans.some(([value]) => value === chosen);
  return isSpan ? spans : [...spans, [chosen, chosen.slice(0, 10)]];
}
