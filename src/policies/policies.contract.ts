import { z } from 'zod';
import { PolicyDocumentSchema } from '../domain/policies/policy.js';
import { pageOf, pageQuery } from '../infra/http/wire.contract.js';

const summary = {
  version: z.int().positive(),
  hash: z.string(),
  name: z.string(),
  activeFrom: z.string(),
};

export const PolicySummary = z.strictObject(summary).meta({ id: 'PolicySummary' });
export const PolicyDetail = z
  .strictObject({ ...summary, document: PolicyDocumentSchema })
  .meta({ id: 'PolicyVersion' });
/** JSON Schema (draft 2020-12) of the policy document. */
export const PolicySchema = z.record(z.string(), z.unknown()).meta({ id: 'PolicySchema' });
export const PolicyPage = pageOf(PolicySummary).meta({ id: 'PolicyPage' });

const version = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/, 'expected the number of a version')
  .transform(Number)
  .meta({ description: 'The number of a version of the policy.' });

export const PolicyParams = z.strictObject({ version });
export const PolicyListQuery = z.strictObject({ ...pageQuery, cursor: version.optional() });

export type PolicySummary = z.output<typeof PolicySummary>;
export type PolicyDetail = z.output<typeof PolicyDetail>;
export type PolicySchema = z.output<typeof PolicySchema>;
export type PolicyPage = z.output<typeof PolicyPage>;
