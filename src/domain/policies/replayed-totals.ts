import type { Facts } from './facts.js';
import type { RollingWindow } from './windows.js';
import type { UnixSeconds } from '../values/time.js';

/** How long a transfer counts: until it was paid, and then for the length of each window. */
export interface Life {
  readonly paidAt: UnixSeconds | null;
  /** When it ended unpaid. From then on it no longer counts. */
  readonly endedUnpaidAt: UnixSeconds | null;
}

interface Line extends Life {
  readonly amount: bigint;
}

/** Running totals by scope, kept as the ledger of reservations keeps them. Transfers must be added in order of time. */
export class ReplayedTotals {
  readonly #lines = new Map<string, Line[]>();

  /** @param longestSeconds the longest window that will be asked for; older transfers are dropped */
  constructor(private readonly longestSeconds: number) {}

  add(reserved: readonly { readonly scope: string; readonly amount: bigint }[], life: Life): void {
    for (const { scope, amount } of reserved) {
      const lines = this.#lines.get(scope) ?? [];
      lines.push({ amount, ...life });
      this.#lines.set(scope, lines);
    }
  }

  /** The use of a window at a moment: everything held, whatever its age, and what settled within the window. */
  use(window: RollingWindow, now: UnixSeconds): Facts['rolling'][number] {
    const { ruleId, scopeKey, windowSeconds, amount, max } = window;
    const known = (this.#lines.get(scopeKey) ?? []).filter((line) => counts(line, this.longestSeconds, now));
    this.#lines.set(scopeKey, known);
    const counting = known.filter((line) => counts(line, windowSeconds, now));
    const used = sum(counting);
    const settled = counting
      .flatMap(({ paidAt, amount: paid }) =>
        paidAt === null || paidAt > now ? [] : [{ at: (paidAt + windowSeconds) as UnixSeconds, paid }],
      )
      .sort((a, b) => a.at - b.at);
    const frees: { at: UnixSeconds; used: bigint }[] = [];
    let left = used;
    let fitsAt: UnixSeconds | null | undefined = used + amount <= max ? undefined : null;
    for (const { at, paid } of settled) {
      left -= paid;
      const last = frees.at(-1);
      if (last?.at === at) last.used = left;
      else frees.push({ at, used: left });
      if (fitsAt === null && left + amount <= max) fitsAt = at;
    }
    return { ruleId, scopeKey, used, ...(fitsAt !== undefined && { fitsAt }), frees: frees.slice(0, 3) };
  }
}

/** Whether a transfer counts in a window that ends now. */
export function counts({ paidAt, endedUnpaidAt }: Life, windowSeconds: number, now: UnixSeconds): boolean {
  if (endedUnpaidAt !== null && endedUnpaidAt <= now) return false;
  return paidAt === null || paidAt > now - windowSeconds;
}

function sum(lines: readonly Line[]): bigint {
  return lines.reduce((total, { amount }) => total + amount, 0n);
}
