import { SandboxError } from './sandbox-error.js';

/** How long what loosens a rule waits in the sandbox, and a new destination after it. A founding may say less. */
export const DEFAULT_DELAY_SECONDS = 86_400;

/** "a day", as it is by default, or in seconds, as it is given. */
export function delayWords(seconds: number): string {
  return seconds === DEFAULT_DELAY_SECONDS
    ? 'a day'
    : `${String(seconds)} ${seconds === 1 ? 'second' : 'seconds'}`;
}

interface GovernedDelays {
  readonly quorums: {
    readonly kinds: { readonly person: { readonly loosen: { readonly delaySeconds?: number | undefined } } };
  };
}

/** What a sandbox was founded with. */
export function delayOf({ quorums }: GovernedDelays): number {
  return quorums.kinds.person.loosen.delaySeconds ?? DEFAULT_DELAY_SECONDS;
}

/** Delays are governed from the founding on, so that an option cannot change them. */
export function requireDelay(founding: GovernedDelays, wanted: number | undefined): void {
  const founded = delayOf(founding);
  if (wanted === undefined || wanted === founded) return;
  throw new SandboxError(
    `The sandbox was founded with a delay of ${delayWords(founded)}, which only an approved change changes. To throw its data away and found it anew: npm start -- --fresh --delay ${String(wanted)}`,
  );
}
