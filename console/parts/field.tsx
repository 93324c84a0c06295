import { shownOnPage } from '../../src/domain/values/shown.js';
import { type ReactNode, useId } from 'react';
import { Icon } from './icon.js';
import { Said } from './text.js';

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly choose: (value: string) => void;
  readonly options: readonly (readonly [string, string])[];
  readonly children?: ReactNode;
}

/** A list of choices with its label, and what the chosen one is. */
export function Choice({ name, value, choose, options, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{name}</label>
      <div className="sel">
        <select
          className="in"
          id={id}
          value={value}
          aria-describedby={`${id}-is`}
          onChange={({ target }) => {
            choose(target.value);
          }}
        >
          {options.map(([key, word]) => (
            <option key={key} value={key}>
              {shownOnPage(word)}
            </option>
          ))}
        </select>
        <Icon name="act-down" />
      </div>
      <div className="hint" id={`${id}-is`}>
        {children}
      </div>
    </div>
  );
}

interface TypedProps {
  readonly name: string;
  readonly value: string;
  readonly type: (text: string) => void;
  readonly fault: string | null;
  readonly unit?: string | undefined;
  readonly children: ReactNode;
}

/** A line of text with its label; what is wrong with it stands below it while it is typed. */
export function Typed({ name, value, type, fault, unit, children }: TypedProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{name}</label>
      <div className={unit === undefined ? undefined : 'with-unit'}>
        <input
          className="in"
          id={id}
          value={value}
          inputMode={unit === undefined ? 'text' : 'decimal'}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-is`}
          onChange={({ target }) => {
            type(target.value);
          }}
        />
        {unit === undefined ? null : (
          <span className="unit">
            <Said>{unit}</Said>
          </span>
        )}
      </div>
      {fault === null ? (
        <span className="hint" id={`${id}-is`}>
          {children}
        </span>
      ) : (
        <span className="hint hint-stop" id={`${id}-is`}>
          <Icon name="severity-critical" />
          {fault}
        </span>
      )}
    </div>
  );
}
