import { useId, useState } from 'react';
import { isLabel } from '../../../src/domain/values/text.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import type { ExceptionTerms } from '../checks/exception-checks.js';
import { type HeldRule, ceilingFault, heldRules } from './held-rules.js';
import { isText } from './plain-text.js';
import styles from './sheet.module.css';

const REASON_MAX = 280;

interface ExceptionFormProps {
  readonly transfer: TransferDetail;
  readonly ready: (terms: ExceptionTerms) => void;
}

/** Which rule is lifted, up to what, and why. What is signed of it is shown on the next step. */
export function ExceptionForm({ transfer, ready }: ExceptionFormProps) {
  const rules = heldRules(transfer);
  const [rule, setRule] = useState(rules[0]?.rule ?? '');
  const held = rules.find((each) => each.rule === rule);
  const [ceiling, setCeiling] = useState(held?.measured ?? '');
  const [reason, setReason] = useState('');
  const [ticket, setTicket] = useState('');
  if (!held) return <p className="why">No rule holds it that could be excepted.</p>;
  const fault = ceilingFault(ceiling, held);
  const isReady = fault === null && isText(reason, REASON_MAX) && isLabel(ticket);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const { unit } = held;
        if (isReady) ready({ rule, unit, ceiling, reason, ticket, expiresAt: transfer.expiresAt });
      }}
    >
      <RuleField
        {...{ rules, rule }}
        choose={(next) => {
          setRule(next);
          setCeiling(rules.find((each) => each.rule === next)?.measured ?? '');
        }}
      />
      <TextField
        label="Up to"
        value={ceiling}
        change={setCeiling}
        unit={held.symbol}
        fault={fault}
        hint={`The rule measures ${held.measured} ${held.symbol}, and may be excepted up to ${held.most}.`}
      />
      <TextField
        label="Why"
        value={reason}
        change={setReason}
        hint="It is signed, and everybody can read it."
      />
      <TextField
        label="Ticket"
        value={ticket}
        change={setTicket}
        hint="Where the reason is on file: letters, digits and - . _ / #"
        fault={
          ticket !== '' && !isLabel(ticket) ? 'At most 64 letters, digits, spaces and . _ ( ) # / -' : null
        }
      />
      <p className="small quiet">
        It is good for this transfer alone, once, until the transfer expires:{' '}
        <When at={transfer.expiresAt} isWhole />.
      </p>
      <div className={styles.acts}>
        <span className={styles.yes}>
          <button type="submit" className="btn btn-main btn-big" aria-disabled={!isReady}>
            Look at it
          </button>
        </span>
      </div>
    </form>
  );
}

interface RuleFieldProps {
  readonly rules: readonly HeldRule[];
  readonly rule: string;
  readonly choose: (rule: string) => void;
}

function RuleField({ rules, rule, choose }: RuleFieldProps) {
  return (
    <fieldset className={styles.rule}>
      <legend>{rules.length === 1 ? 'The rule that holds it' : 'Which rule?'}</legend>
      {rules.map((each) => (
        <label key={each.rule}>
          {rules.length === 1 ? null : (
            <input
              type="radio"
              name="rule"
              checked={each.rule === rule}
              onChange={() => {
                choose(each.rule);
              }}
            />
          )}{' '}
          <code>{each.rule}</code> <Said>{each.words}</Said>
        </label>
      ))}
    </fieldset>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (text: string) => void;
  readonly hint: string;
  readonly fault?: string | null;
  readonly unit?: string;
}

function TextField({ label, value, change, hint, fault = null, unit }: TextFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className={unit === undefined ? undefined : 'with-unit'}>
        <input
          className="in"
          id={id}
          value={value}
          autoComplete="off"
          inputMode={unit === undefined ? 'text' : 'decimal'}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            change(target.value);
          }}
        />
        {unit === undefined ? null : <span className="unit">{unit}</span>}
      </div>
      <span className={fault === null ? 'hint' : 'hint hint-stop'} id={`${id}-hint`}>
        {fault === null ? null : <Icon name="severity-critical" />}
        {fault ?? hint}
      </span>
    </div>
  );
}
