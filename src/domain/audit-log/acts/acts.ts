import type { z } from 'zod';
import type { Json } from '../../values/canonical-json.js';
import { CHANGE_ACTS, FOUNDING_ACTS } from './change-acts.js';
import { ENROLMENT_ACTS } from './enrolment-acts.js';
import { LOG_ACTS } from './log-acts.js';
import { SAFETY_ACTS } from './safety-acts.js';
import { SIGN_IN_ACTS } from './sign-in-acts.js';
import { TRANSFER_ACTS } from './transfer-acts.js';

/**
 * The closed list of what the log records, with the schema of each detail. A new kind of act gets a new type, and an
 * old type never changes its meaning. A detail changes only by gaining a member.
 */
export const ACTS = {
  ...FOUNDING_ACTS,
  ...SIGN_IN_ACTS,
  ...CHANGE_ACTS,
  ...ENROLMENT_ACTS,
  ...TRANSFER_ACTS,
  ...SAFETY_ACTS,
  ...LOG_ACTS,
} as const;

export type AuditType = keyof typeof ACTS;

export const AUDIT_TYPES = Object.keys(ACTS) as readonly AuditType[];

export function isAuditType(type: string): type is AuditType {
  return Object.hasOwn(ACTS, type);
}

/** The read-only form that a writer may hold. Members that may be any JSON keep their type. */
type Frozen<T> = [z.core.util.JSONType] extends [T]
  ? Json
  : T extends object
    ? { readonly [Name in keyof T]: Frozen<T[Name]> }
    : T;

/** The detail of a type as it is written: JSON that its schema accepts. */
export type DetailOf<T extends AuditType> = Frozen<z.input<(typeof ACTS)[T]['detail']>>;
