import { z } from 'zod';
import { DomainError, ERROR_CODES } from '../../domain/errors.js';
import { type Address, parseAddress } from '../../domain/values/address.js';
import { AssertionSchema } from '../../domain/signatures/assertion.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { idPattern } from '../../domain/values/identifier.js';
import { parseLabel, parsePlainText } from '../../domain/values/text.js';
import { ROLES } from '../../domain/identity/person.js';
import { type UnixSeconds, unixSeconds } from '../../domain/values/time.js';

interface Shown {
  readonly pattern?: string;
  readonly examples?: string[];
  readonly description?: string;
}

/**
 * A string parsed by a domain parser. The parser's `DomainError` becomes an issue with its code, so the answer points
 * to the member and gives the domain's reason.
 */
export function parsed<T>(parse: (text: string) => T, shown: Shown = {}) {
  return z
    .string()
    .meta({ ...shown })
    .transform((text, context): T => {
      try {
        return parse(text);
      } catch (error) {
        if (!(error instanceof DomainError) && !(error instanceof TypeError)) throw error;
        const code = error instanceof DomainError ? error.code : 'BODY_SCHEMA';
        context.addIssue({ code: 'custom', message: error.message, params: { code } });
        return z.NEVER;
      }
    });
}

/** An EIP-55 address; a wrong or missing checksum is refused, not repaired (THREATS C04). */
export const wireAddress = parsed<Address>(parseAddress, {
  pattern: '^0x[0-9a-fA-F]{40}$',
  description: 'An address with its checksum (EIP-55).',
  examples: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
});

/** An amount in whole units of an asset, as text. The number of decimals is checked later, with the asset. */
export const wireAmount = parsed<string>(
  (text) => {
    if (/^(0|[1-9][0-9]{0,77})(\.[0-9]{1,77})?$/.test(text)) return text;
    throw new DomainError('AMOUNT_FORMAT', 'expected a plain decimal number such as "1500000.25"');
  },
  {
    pattern: '^(0|[1-9][0-9]{0,77})(\\.[0-9]{1,77})?$',
    description: 'In whole units of the asset, never rounded.',
    examples: ['1500000.25'],
  },
);

/** What ids of each prefix name. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ tr: 'a transfer', safe: 'a Safe', ast: 'an asset', dst: 'an entry of the address book' },
  ...{ per: 'a person', key: 'an API key', inv: 'an invitation', frz: 'a freeze', chg: 'a change' },
  ...{ exp: 'an audit export', cxl: 'a cancel', sim: 'a simulation', dec: 'a decision', fnd: 'a finding' },
};

/** An id such as `tr_01890a5d-ac96-774b-bcce-b302099a8057`; the domain's `parseId` brands it. */
export function wireId(prefix: string) {
  return z
    .string()
    .regex(idPattern(prefix), `expected an id: ${prefix}_ and a UUID`)
    .meta({
      description: `The id of ${NAMED[prefix] ?? 'an object'}.`,
      examples: [`${prefix}_01890a5d-ac96-774b-bcce-b302099a8057`],
    });
}

export const wireBytes32 = parsed<Bytes32>(parseBytes32, {
  pattern: '^0x[0-9a-fA-F]{64}$',
  description: '32 bytes as 0x-hex.',
});

/** 65 bytes `r || s || v` of an EVM key. The verifier determines the kind of signature and the signer. */
export const wireEvmSignature = parsed<`0x${string}`>(
  (text) => {
    if (/^0x[0-9a-fA-F]{130}$/.test(text)) return text.toLowerCase() as `0x${string}`;
    throw new DomainError('SIGNATURE_FORMAT', 'expected 65 bytes as 0x-hex');
  },
  { pattern: '^0x[0-9a-fA-F]{130}$' },
);

/** A person's signature, by either kind of key: see docs/api.md, "What people sign". */
export const wireSignature = z.union([wireEvmSignature, AssertionSchema]).meta({ id: 'Signature' });

/** A text for people: one line, nothing hidden in it (THREATS H19). */
export function wireText(max: number) {
  return parsed<string>((text) => parsePlainText(text, max), {
    description: `1 to ${String(max)} characters, one line`,
  });
}

/** A name that must not be confused with another: printable ASCII only. */
export const wireLabel = parsed<string>(parseLabel, { description: '1 to 64 plain ASCII characters' });

const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** RFC 3339 in UTC with `Z` and whole seconds. */
export const wireTimestamp = parsed<UnixSeconds>(
  (text) => {
    const milliseconds = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
    // Date.parse turns 31 February into March: a time that prints differently was invalid.
    if (Number.isNaN(milliseconds) || milliseconds < 0 || printMilliseconds(milliseconds) !== text) {
      throw new TypeError('expected a time like 2026-11-22T08:30:00Z');
    }
    return unixSeconds(milliseconds / 1000);
  },
  {
    pattern: MOMENT.source,
    description: 'RFC 3339 in UTC, whole seconds.',
    examples: ['2026-11-22T08:30:00Z'],
  },
);

function printMilliseconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

/** Prints a time as every answer of Sluice does. */
export function printTimestamp(at: UnixSeconds): string {
  return printMilliseconds(at * 1000);
}

const LIMIT_MAX = 200;

/** The query members of every list: spread into the list's own strict object. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, 'expected a whole number from 1 to 200')
    .transform(Number)
    .refine((limit) => limit <= LIMIT_MAX, 'expected a whole number from 1 to 200')
    .default(50)
    .meta({ description: 'How many at most: 1 to 200.' }),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9._~-]{1,200}$/, 'expected the nextCursor of the page before')
    .optional()
    .meta({ description: 'The nextCursor of the page before; the first page if omitted.' }),
};

export function pageOf<T extends z.ZodType>(each: T) {
  return z.strictObject({ data: z.array(each), nextCursor: z.string().nullable() });
}

/** A JSON value that passes through unread. */
const wireJson = z.custom<Json>((value) => value !== undefined).meta({ description: 'any JSON value' });

/**
 * Stored JSON that is passed on unread, described by the schema of the domain that reads it. Where that refers to
 * itself, as JSON does, or says nothing of a member, any value is described.
 */
export function wireStored<T = Json>(id: string, described: z.core.JSONSchema.BaseSchema) {
  const { $schema: _dialect, $defs: _definitions, ...schema } = described;
  const text = JSON.stringify(schema).replaceAll(SAYS_NOTHING, '"description":"any JSON value"');
  const shape = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  return z.custom<T>((value) => value !== undefined).meta({ ...shape, id });
}

const SAYS_NOTHING = /"\$ref":"#\/\$defs\/[^"]*"|"anyOf":\[\{\},\{"type":"null"\}\]/g;

/** The same for a schema that is published nowhere. */
export function wireStoredAs<S extends z.ZodType>(id: string, schema: S) {
  return wireStored<Stored<z.input<S>>>(id, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/** As it stands in JSON: a member is there or is not, and never undefined. */
export type Stored<T> = T extends readonly (infer E)[]
  ? readonly Stored<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Exclude<Stored<T[K]>, undefined> }
    : T;

export const wireRole = z.enum(ROLES).meta({ id: 'Role' });

const wireErrorCode = z.enum(ERROR_CODES).meta({ id: 'ErrorCode' });

/** Why something is refused, or would be. */
export const wireReason = z.strictObject({ code: wireErrorCode, reason: z.string() }).meta({ id: 'Reason' });

/** Whether this reader's signature would be taken and count; if not, why. */
export const wireMayAnswer = { mayAnswer: z.boolean(), because: wireReason.nullable() };

/** One member that is to blame. */
const ProblemFault = z
  .strictObject({
    /** RFC 6901, from the root of the body or of the query; empty where no single member is to blame. */
    pointer: z.string(),
    /** The parameter of the query; absent if it stands in the body. */
    parameter: z.string().optional(),
    code: wireErrorCode,
    detail: z.string(),
  })
  .meta({ id: 'ProblemFault' });

/** Every refusal of the API (RFC 9457). */
export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: wireErrorCode,
    requestId: z.string(),
    errors: z.array(ProblemFault),
  })
  .catchall(wireJson)
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof Problem>;
