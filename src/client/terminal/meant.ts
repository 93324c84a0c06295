import { shown } from '../../domain/values/shown.js';
import type { Desk } from './desk.js';
import { misused, refused } from './failures.js';

export interface MeantOptions {
  readonly yes?: boolean;
  /** False after --no-input. */
  readonly input: boolean;
}

/** Asked before an act that needs no signature; a script says that it means it by --yes. */
export async function requireMeant(
  desk: Desk,
  { what, question, vain }: { readonly what: string; readonly question: string; readonly vain: string },
  { yes, input }: MeantOptions,
): Promise<void> {
  if (yes === true) return;
  if (!input || !desk.canAsk)
    throw misused(`${vain}, as nobody can be asked. If you mean ${what}, add --yes`);
  const answer = await desk.ask(shown(`${question} [y/N] `));
  if (!/^y(es)?$/i.test(answer.trim())) throw refused(vain);
}
