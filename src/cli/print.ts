import { renderUnicodeCompact } from 'uqr';
import type { Fault } from '../domain/errors.js';
import type { Line } from '../domain/evidence/line.js';
import { digestsText } from '../domain/transfers/digests-text.js';
import type { Inspection } from '../domain/transfers/inspect.js';
import { shown } from '../domain/values/shown.js';
import type { VectorResult } from './vectors.js';

/** The quiet zone that ISO/IEC 18004 asks for around a QR code, in modules. */
const QUIET_ZONE = 4;

export function inspectionText(inspection: Inspection): string {
  const { verdict, code, reason, digests, notChecked, fields, wouldDo, remarks } = inspection;
  const head = code === null ? verdict : `${verdict} ${code}`;
  const rows = Object.entries(fields ?? {}).map(([name, value]) => `${name.padEnd(16)} ${shown(value)}`);
  return [
    ...[head, shown(reason), ...did(wouldDo), '', digestsText(digests)],
    ...(rows.length === 0 ? [] : ['', ...rows]),
    ...listed('Remarks:', remarks),
    ...listed('Not checked:', notChecked),
  ].join('\n');
}

/** Calls within a call stand further to the right. */
function did(effects: Inspection['wouldDo']): readonly string[] {
  const lines = effects.map(({ place, sentence }) => {
    const indent = '  '.repeat(place.split('.').length);
    return `${indent}${place}  ${shown(sentence)}`;
  });
  return lines.length === 0 ? [] : ['', 'What the bytes would do:', ...lines];
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((each) => `  - ${shown(each)}`)];
}

export function vectorLine({ id, verdict, code, reason, isMatch, owed }: VectorResult): string {
  const got = `${verdict} ${code}`.trim();
  const mark = isMatch ? 'ok      ' : 'MISMATCH';
  return shown(`${mark} ${id.padEnd(14)} ${got}${isMatch ? '' : `, owed ${owed}`}: ${reason}`);
}

/** A fault with its place as an RFC 6901 pointer. The empty pointer is the whole file. */
export function faultLine({ pointer, detail }: Pick<Fault, 'pointer' | 'detail'>): string {
  return shown(`  ${pointer === '' ? '(the whole)' : pointer}: ${detail}`);
}

/** Scanners expect dark modules on a light ground. On a dark terminal the full blocks are the light ones. */
export function qrCode(text: string): string {
  return renderUnicodeCompact(text, { ecc: 'M', border: QUIET_ZONE });
}

/** The faults that the message before them has not said already. */
export function unsaid<F extends Pick<Fault, 'detail'>>(message: string, faults: readonly F[]): readonly F[] {
  return faults.filter(({ detail }) => !message.includes(detail));
}

/** One line of the evidence verifier's answer. It names the part of the file if something there is not proven. */
export function evidenceLine({ check, ok, words, part }: Line): string {
  const mark = ok === true ? 'proved    ' : ok === false ? 'FAILED    ' : 'not proved';
  return shown(`${mark}  ${check.padEnd(13)}  ${words}${ok === true || part === '' ? '' : ` (${part})`}`);
}
