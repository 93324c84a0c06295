import type { FindingView } from '../../../src/safe-api/findings/findings.contract.js';

type Detail = Readonly<Record<string, unknown>>;

/** What was approved beside what was found. */
interface Pair {
  readonly what: string;
  readonly approved: string;
  readonly found: string;
}

export interface FindingValues {
  readonly pairs: readonly Pair[];
  /** What else the finding says: a name, and what it is. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

const KEPT = 'kept from you until the nonce is used';
const NOBODY = 'nobody';

/** Which members of the detail stand beside each other, by the code. */
const PAIRS: Partial<Record<FindingView['code'], (detail: Detail) => readonly Pair[]>> = {
  SAFE_STATE_DRIFT: ({ drift }) =>
    listOf(drift).map((each) => ({
      what: text(each['field']),
      approved: text(each['expected']),
      found: text(each['actual']),
    })),
  SIG_MISMATCH: ({ owner, recovered, safeTxHash }) => [
    ...(typeof safeTxHash === 'string'
      ? [{ what: 'hash', approved: safeTxHash, found: 'not signed by that owner' }]
      : []),
    { what: 'signed by', approved: text(owner), found: recovered == null ? NOBODY : text(recovered) },
  ],
  RESIGN_REQUEST: ({ first, second }) => [
    {
      what: 'signature',
      approved: first === null ? KEPT : text(first),
      found: second === null ? KEPT : text(second),
    },
  ],
  NONCE_SUPERSEDED: ({ nonce, executed }) => [
    {
      what: `nonce ${text(nonce)} used by`,
      approved: 'what Sluice cleared',
      found:
        Array.isArray(executed) && executed.length > 0 ? executed.map(text).join(', ') : 'something else',
    },
  ],
};

/** Members that are said by a pair already. */
const PAIRED: Partial<Record<FindingView['code'], readonly string[]>> = {
  SAFE_STATE_DRIFT: ['drift'],
  SIG_MISMATCH: ['owner', 'recovered', 'safeTxHash'],
  RESIGN_REQUEST: ['first', 'second'],
  NONCE_SUPERSEDED: ['nonce', 'executed'],
};

/** A finding's detail, for people: both values side by side where there are two. Its form is by the code, and foreign. */
export function findingValues({ code, detail }: Pick<FindingView, 'code' | 'detail'>): FindingValues {
  if (detail === null) return { pairs: [], facts: [] };
  const members: Detail = detail as Detail;
  const said = PAIRED[code] ?? [];
  const facts = Object.entries(members)
    .filter(([name]) => !said.includes(name))
    .map(([name, value]): readonly [string, string] => [inWords(name), value === null ? KEPT : text(value)]);
  return { pairs: PAIRS[code]?.(members) ?? [], facts };
}

function listOf(value: unknown): readonly Detail[] {
  return Array.isArray(value)
    ? value.filter((each): each is Detail => typeof each === 'object' && each !== null)
    : [];
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(text).join('; ');
  return value === undefined ? 'not said' : JSON.stringify(value);
}

/** "transactionHash" as "transaction hash" */
function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
