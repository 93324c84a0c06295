import { Fragment } from 'react';
import { shownOnPage } from '../../src/domain/values/shown.js';
import { Said } from './text.js';

const THIN = ' ';

/** Digits left of the point in threes. The text of the API is only spaced, never turned into a number. */
export function grouped(amount: string): string {
  const [, sign = '', whole = '', rest = ''] = /^([-−+]?)(\d+)(\.\d+)?$/.exec(amount) ?? [];
  return whole === '' ? amount : `${sign}${whole.replaceAll(/\B(?=(\d{3})+$)/g, THIN)}${rest}`;
}

interface AmountProps {
  readonly value: string;
  readonly unit?: string;
}

/** An amount and its unit; the number never breaks, and is copied plain. */
export function Amount({ value, unit }: AmountProps) {
  return (
    <span className="amt">
      <data value={shownOnPage(value)} onCopy={copyPlain(value)}>
        <Digits text={shownOnPage(grouped(value))} />
      </data>
      {unit === undefined ? null : (
        <Fragment>
          {' '}
          <Said>{unit}</Said>
        </Fragment>
      )}
    </span>
  );
}

/** A fraction as long as this may stand below on a narrow screen, as a whole; nothing else of a number breaks. */
const LONG = 8;

function Digits({ text }: { readonly text: string }) {
  const end = text.indexOf('.') + 1;
  if (end === 0 || text.length - end < LONG) return <span className="nowrap">{text}</span>;
  return (
    <>
      <span className="nowrap">{text.slice(0, end)}</span>
      <wbr />
      <span className="nowrap">{text.slice(end)}</span>
    </>
  );
}

/** Puts the plain text on the clipboard if nothing but this is selected. */
function copyPlain(value: string) {
  return (event: React.ClipboardEvent): void => {
    if (document.getSelection()?.toString().trim() !== grouped(value)) return;
    event.clipboardData.setData('text/plain', value);
    event.preventDefault();
  };
}
