import { shownOnPage } from '../../src/domain/values/shown.js';
import { Icon } from './icon.js';
import { Said } from './text.js';

interface FilterChipProps {
  readonly name: string;
  readonly chosen: string | undefined;
  /** Each value with its word. */
  readonly options: readonly (readonly [string, string])[];
  readonly choose: (value: string | undefined) => void;
}

/** A native list of choices that looks like a chip: it works by keyboard, by touch, and with every reader. */
export function FilterChip({ name, chosen, options, choose }: FilterChipProps) {
  const word = options.find(([value]) => value === chosen)?.[1] ?? chosen;
  return (
    <label className="filter" data-chosen={chosen !== undefined}>
      <span aria-hidden="true">{word === undefined ? name : <Said>{`${name}: ${word}`}</Said>}</span>
      <Icon name="act-down" />
      <select
        aria-label={name}
        value={chosen ?? ''}
        onChange={({ target }) => {
          choose(target.value === '' ? undefined : target.value);
        }}
      >
        <option value="">any</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {shownOnPage(text)}
          </option>
        ))}
      </select>
    </label>
  );
}
