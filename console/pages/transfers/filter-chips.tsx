import { useNavigate } from '@tanstack/react-router';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { serverNow } from '../../api/server-clock.js';
import { shownOnPage } from '../../../src/domain/values/shown.js';
import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import { type ListSearch, withMember } from './list-search.js';
import styles from './transfers-page.module.css';

interface Option {
  readonly value: string;
  readonly word: string;
}

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
    <div className={styles.chips} role="group" aria-label="Filters">
      <Chip
        name="Safe"
        chosen={search.safe}
        choose={choose('safe')}
        options={safes.map(({ id, label }) => ({ value: id, word: label }))}
      />
      <Chip
        name="Asset"
        chosen={search.asset}
        choose={choose('asset')}
        options={assets.map(({ id, symbol }) => ({ value: id, word: symbol }))}
      />
      <Chip
        name="Destination"
        chosen={search.destination}
        choose={choose('destination')}
        options={destinations.map(({ id, label }) => ({ value: id, word: label }))}
      />
      <Chip
        name="Requester"
        chosen={search.requester}
        choose={choose('requester')}
        options={people.map(({ id, name }) => ({ value: id, word: name }))}
      />
      <Chip name="Since" chosen={search.from} choose={choose('from')} options={times(search.from)} />
      {search.q === undefined ? null : (
        <button
          type="button"
          className={styles.filter}
          aria-pressed="true"
          onClick={() => choose('q')(undefined)}
        >
          Search: <Said>{search.q}</Said>
          <Icon name="act-close" />
          <span className="vh">remove</span>
        </button>
      )}
    </div>
  );
}

interface ChipProps {
  readonly name: string;
  readonly chosen: string | undefined;
  readonly options: readonly Option[];
  readonly choose: (value: string | undefined) => void;
}

/** A native list of choices that looks like a chip: it works by keyboard, by touch, and with every reader. */
function Chip({ name, chosen, options, choose }: ChipProps) {
  const word = options.find(({ value }) => value === chosen)?.word ?? chosen;
  return (
    <label className={styles.filter} data-chosen={chosen !== undefined}>
      <span aria-hidden="true">{chosen === undefined ? name : <Said>{`${name}: ${word ?? ''}`}</Said>}</span>
      <Icon name="act-down" />
      <select
        aria-label={name}
        value={chosen ?? ''}
        onChange={({ target }) => {
          choose(target.value === '' ? undefined : target.value);
        }}
      >
        <option value="">any</option>
        {options.map(({ value, word: text }) => (
          <option key={value} value={value}>
            {shownOnPage(text)}
          </option>
        ))}
      </select>
    </label>
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
function times(chosen: string | undefined): readonly Option[] {
  const hour = Math.floor(serverNow() / (DAY / 24)) * (DAY / 24);
  const spans = SPANS.map(({ days, word }) => ({ value: wire(hour - days * DAY), word }));
  const isSpan = chosen === undefined || spans.some(({ value }) => value === chosen);
  return isSpan ? spans : [...spans, { value: chosen, word: chosen.slice(0, 10) }];
}
