import { z } from 'zod';

const Coded = z.looseObject({ code: z.string().optional().catch(undefined), cause: z.unknown().optional() });

/** SQLSTATE 08 connection, 53 resources, 57P operator intervention; and the same as Prisma's and Node's codes. */
const OUTAGE =
  /^(08...|53...|57P0.|P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const OUTAGE_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|pool after calling end|can't reach database/i;

/** Whether an error, or one of its causes, means that the database was unreachable. */
export function isDatabaseOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  const { code, cause } = Coded.parse({ code: 'code' in error ? error.code : undefined, cause: error.cause });
  if (code !== undefined && OUTAGE.test(code)) return true;
  return OUTAGE_MESSAGE.test(error.message) || isDatabaseOutage(cause, depth + 1);
}
