import { z } from 'zod';

const UNCHECKED = 'sslmode=no-verify and uselibpqcompat believe any certificate: use sslmode=verify-full';

/** Where the database is. Over TLS the connection has to be with whom it says. */
export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ }).refine(isChecked, UNCHECKED);

/** What else is wrong with the URL is said elsewhere. */
function isChecked(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { searchParams } = new URL(url);
  return searchParams.get('sslmode') !== 'no-verify' && !searchParams.has('uselibpqcompat');
}
