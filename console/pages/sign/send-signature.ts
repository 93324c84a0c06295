import { answers } from '../../api/answers.js';
import { ask } from '../../api/ask.js';
import type { Requested } from './to-sign.js';

/** Brings a signature that is known to be genuine, or is meant to raise the alarm. */
export async function sendSignature(
  { transfer, kind }: Requested,
  { owner, signature }: { readonly owner: string; readonly signature: string },
  key: string,
): Promise<void> {
  const under = kind === 'burn' ? '/cancel' : '';
  try {
    await ask(`/v1/transfers/${transfer.id}${under}/owner-signatures`, {
      ...{ method: 'POST', body: { owner, signature }, key },
    });
  } finally {
    await answers.invalidateQueries({ queryKey: [`/v1/transfers/${transfer.id}`] });
  }
}
