import { useState } from 'react';
import { isLabel } from '../../../src/domain/values/text.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Typed } from '../../parts/field.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { useTyped } from '../../session/use-typed.js';
import type { ExceptionTerms } from '../checks/exception-checks.js';
import { type HeldRule, ceilingFault, heldRules } from './held-rules.js';
import { isText, textFault } from './plain-text.js';
import { SheetActs } from './sheet-acts.js';
import styles from './sheet.module.css';

const REASON_MAX = 280;

/** What is typed of an exception from what holds a transfer. */
export const exceptionForm = (transfer: string): string => `except ${transfer}`;

interface ExceptionFormProps {
  readonly transfer: TransferDetail;
  readonly ready: (terms: ExceptionTerms) => void;
}

/** Which rule is lifted, up to what, and why. What is signed of it is shown on the next step. */
export function ExceptionForm({ transfer, ready }: ExceptionFormProps) {
  const rules = heldRules(transfer);
  const [terms, setTerms] = useTyped(exceptionForm(transfer.id), {
    ...{ rule: rules[0]?.rule ?? '', ceiling: rules[0]?.measured ?? '' },
    ...{ reason: '', ticket: '' },
  });
  const [isTried, setTried] = useState(false);
  const { rule, ceiling, reason, ticket } = terms;
  const held = rules.find((each) => each.rule === rule);
  const set = (member: Partial<typeof terms>): void => {
    setTerms({ ...terms, ...member });
  };
  if (!held) return <p className="why">No rule holds it that could be excepted.</p>;
  const fault = ceilingFault(ceiling, held);
  const isReady = fault === null && isText(reason, REASON_MAX) && isLabel(ticket);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const { unit } = held;
        setTried(true);
        if (isReady) ready({ rule, unit, ceiling, reason, ticket, expiresAt: transfer.expiresAt });
      }}
    >
      <RuleField
        {...{ rules, rule }}
        choose={(next) => {
          set({ rule: next, ceiling: rules.find((each) => each.rule === next)?.measured ?? '' });
        }}
      />
      <Typed
        name="Up to"
        value={ceiling}
        type={(text) => {
          set({ ceiling: text });
        }}
        unit={held.symbol}
        fault={fault}
      >
        The rule measures {held.measured} <Said>{held.symbol}</Said>, and may be excepted up to {held.most}.
      </Typed>
      <Typed
        name="Why"
        value={reason}
        type={(text) => {
          set({ reason: text });
        }}
        fault={reason === '' ? (isTried ? 'Say why: it is signed.' : null) : textFault(reason, REASON_MAX)}
      >
        It is signed, and everybody can read it.
      </Typed>
      <Typed
        name="Ticket"
        value={ticket}
        type={(text) => {
          set({ ticket: text });
        }}
        fault={ticketFault(ticket, isTried)}
      >
        Where the reason is on file, such as CMP-77.
      </Typed>
      <p className="small quiet">
        It is good for this transfer alone, once, until the transfer expires:{' '}
        <When at={transfer.expiresAt} isWhole />.
      </p>
      <SheetActs>
        <span className="small quiet">Next you see what you sign.</span>
        <span className={styles.yes}>
          <button type="submit" className="btn btn-main btn-big">
            Look at it
          </button>
        </span>
      </SheetActs>
    </form>
  );
}

/** Nothing is wrong with what was not written yet. */
function ticketFault(ticket: string, isTried: boolean): string | null {
  if (isLabel(ticket) || (ticket === '' && !isTried)) return null;
  return ticket === ''
    ? 'Name the ticket: it is signed.'
    : 'At most 64 letters, digits, spaces and . _ ( ) # / -';
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
          <code>
            <Said>{each.rule}</Said>
          </code>{' '}
          <Said>{each.words}</Said>
        </label>
      ))}
    </fieldset>
  );
}
