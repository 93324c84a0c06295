import { Link } from '@tanstack/react-router';
import { Refusal } from '../api/ask.js';
import { Icon } from './icon.js';

/** Whether something is kept from whoever has to enter a transfer from the ticket first. */
export function isHidden(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'REKEY_REQUIRED';
}

interface HiddenProps {
  /** "Limits" */
  readonly what: string;
  /** Below a heading of its own, where what waits is in sight already: a line is enough. */
  readonly isLine?: boolean;
}

/** Numbers that would tell of a transfer that this person is to enter from the ticket. */
export function Hidden({ what, isLine = false }: HiddenProps) {
  if (isLine)
    return (
      <p className="small quiet prose">
        <Icon name="act-hidden" /> {what} are hidden from you until you have entered the transfer that waits
        for you: they would tell what it is.
      </p>
    );
  return (
    <div className="box empty">
      <h2>
        <Icon name="act-hidden" /> {what} are hidden from you for now
      </h2>
      <p>
        A transfer waits for you to enter its destination and amount from the ticket. Until then nothing is
        shown that would tell them. No money depends on it: others see the numbers, and every check goes on.
      </p>
      <p className="acts">
        <Link className="btn" to="/">
          What waits for you
        </Link>
      </p>
    </div>
  );
}
