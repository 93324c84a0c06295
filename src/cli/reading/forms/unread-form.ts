import { type DomainError, refusal } from '../../../domain/errors.js';
import { type NamedForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import type { InnerCall } from '../../../domain/transfers/would-do/effect.js';
import { type JsonObject, anyUint, isObject } from '../fields.js';
import { isDescribed } from './batch-file.js';
import { type Place, messageName } from './places.js';
import { fieldReaders } from '../form-fields/safe-tx-fields.js';

/**
 * What could not be read as a whole is refused with the reader's own reason. What its calls would do is said all the same,
 * as far as it stands there: somebody may be about to sign it.
 */
export function unreadForm(error: DomainError, places: readonly Place[]): NamedForm {
  return namedForm(refusal(error.code, error.message), readableCalls(places));
}

/** The calls that can be read, and in a remark what is left out of them. */
export function readableCalls(places: readonly Place[]): Pick<NamedForm, 'calls' | 'remarks'> {
  const full = places.filter(({ kind }) => kind !== 'partial');
  const read = (full.length > 0 ? full : places).flatMap((each) => callIn(each) ?? []);
  const unread = [...new Set(read.flatMap((each) => each.unread))];
  const isPaid = read.some((each) => each.isPaid);
  const remarks = [
    ...(unread.length === 0
      ? []
      : [`what the bytes would do is said without ${unread.join(', ')}: missing, or not readable`]),
    ...(isPaid ? ['its gasPrice is not 0: it pays a gas refund, of which not everything can be read'] : []),
  ];
  return { calls: read.flatMap(({ call }) => call ?? []), remarks };
}

interface ReadCall {
  /** Null where too little of it can be read for a sentence. */
  readonly call: InnerCall | null;
  readonly unread: readonly string[];
  /** It pays a gas refund that the call leaves out. */
  readonly isPaid: boolean;
}

const GAS = ['safeTxGas', 'baseGas', 'gasPrice', 'gasToken', 'refundReceiver'] as const;
const CALL = ['to', 'value', 'data', 'operation'] as const;

function callIn({ kind, object }: Place): ReadCall | undefined {
  const message = kind === 'typed-data' ? object[messageName(object)] : object;
  if (!isObject(message)) return undefined;
  const fields = fieldsIn(message, kind);
  const { to = null, value, data, operation } = fields;
  const unreadGas = kind === 'partial' ? [] : GAS.filter((name) => fields[name] === undefined);
  const unread = [...CALL.filter((name) => fields[name] === undefined), ...unreadGas];
  const isPaid = unreadGas.length > 0 && (fields.gasPrice ?? 0n) !== 0n;
  // Whose code runs, and with what, is half of the meaning: without it there is no sentence.
  if (data === undefined || operation === undefined || (data === '0x' && value === undefined)) {
    return { call: null, unread, isPaid };
  }
  const call = { to, value: value ?? 0n, data, operation };
  const gas = Object.fromEntries(GAS.map((name) => [name, fields[name]]));
  return { call: unreadGas.length === 0 && kind !== 'partial' ? { ...call, ...gas } : call, unread, isPaid };
}

function fieldsIn(message: JsonObject, kind: Place['kind']): Partial<InnerCall> {
  const readers = fieldReaders(anyUint);
  // A call alone, such as one of a batch, names no operation, and may leave the rest out.
  const stated: JsonObject = kind === 'partial' ? { ...ALONE, ...message } : message;
  // Where the data is only described, there is none.
  const hidden = isDescribed(message) && (stated['data'] === null || stated['data'] === '0x') ? 'data' : '';
  return Object.fromEntries(
    [...CALL, ...GAS].flatMap((name) => {
      try {
        const read = name === hidden ? undefined : readers[name]?.(stated[name]);
        return read === undefined ? [] : [[name, read]];
      } catch {
        return []; // a gap in a sentence; what is refused is refused already
      }
    }),
  );
}

const ALONE: JsonObject = { value: '0', data: null, operation: '0' };
