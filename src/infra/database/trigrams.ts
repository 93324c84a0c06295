import type { Client } from 'pg';
import { z } from 'zod';

const State = z.tuple([
  z.object({
    isInstalled: z.boolean(),
    mayUse: z.boolean().nullable(),
    isAvailable: z.boolean(),
    mayCreate: z.boolean(),
  }),
]);

/** A role may create what is marked as trusted in a database in which it may create schemas. */
const SQL = `
  SELECT e.oid IS NOT NULL AS "isInstalled",
         has_schema_privilege(e.extnamespace, 'USAGE') AS "mayUse",
         EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS "isAvailable",
         (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
           OR (EXISTS (SELECT FROM pg_available_extension_versions v
                       JOIN pg_available_extensions a ON a.name = v.name AND a.default_version = v.version
                       WHERE v.name = 'pg_trgm' AND v.trusted)
               AND has_database_privilege(current_database(), 'CREATE')) AS "mayCreate"
  FROM (SELECT 1) one LEFT JOIN pg_extension e ON e.extname = 'pg_trgm'`;

/** What must be done before this database can have the index of references; undefined if it can. */
export async function whyNoTrigrams(client: Client): Promise<string | undefined> {
  const { rows } = await client.query(SQL);
  const [{ isInstalled, mayUse, isAvailable, mayCreate }] = State.parse(rows);
  if (isInstalled)
    return mayUse === true
      ? undefined
      : 'The extension pg_trgm is in a schema that this user may not use: GRANT USAGE on it, and start again; nothing was changed.';
  if (!isAvailable)
    return "PostgreSQL has no extension pg_trgm: install its contrib package on the database's host, and start again; nothing was changed.";
  if (!mayCreate)
    return 'This user may not create the extension pg_trgm: as an administrator of the database run CREATE EXTENSION pg_trgm, or GRANT CREATE ON DATABASE to the user, and start again; nothing was changed.';
  return undefined;
}
