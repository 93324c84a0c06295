/** The limits of one scope as a list that is gone through from the start at every question: slow, and easy to see through. */
export class LimitModel {
  private readonly held = new Map<string, bigint>();
  private readonly settled: { readonly amount: bigint; readonly atMs: number }[] = [];

  /** @param clockMs the latest moment at which anything was written in the scope */
  constructor(private clockMs: number) {}

  reserve(id: string, amount: bigint, nowMs: number): void {
    this.held.set(id, amount);
    this.clockMs = Math.max(this.clockMs, nowMs);
  }

  settle(id: string, nowMs: number): void {
    const amount = this.held.get(id);
    if (amount === undefined) return;
    this.held.delete(id);
    this.clockMs = Math.max(this.clockMs, nowMs);
    this.settled.push({ amount, atMs: this.clockMs });
  }

  release(id: string): void {
    this.held.delete(id);
  }

  used(now: number, windowSeconds: number, exceptId: string): bigint {
    const held = [...this.held].filter(([id]) => id !== exceptId).map(([, amount]) => amount);
    const settled = this.settled
      .filter(({ atMs }) => atMs > (now - windowSeconds) * 1_000)
      .map(({ amount }) => amount);
    return [...held, ...settled].reduce((sum, amount) => sum + amount, 0n);
  }

  /** What will be used at each second until nothing of the settled is left in the window. */
  private future(now: number, windowSeconds: number, exceptId: string): { at: number; used: bigint }[] {
    const last = Math.ceil(Math.max(this.clockMs / 1_000, now)) + windowSeconds;
    return Array.from({ length: last - now }, (_, index) => {
      const at = now + index + 1;
      return { at, used: this.used(at, windowSeconds, exceptId) };
    });
  }

  usage(now: number, wish: { windowSeconds: number; amount: bigint; max: bigint; exceptId: string }) {
    const { windowSeconds, amount, max, exceptId } = wish;
    const used = this.used(now, windowSeconds, exceptId);
    if (used + amount <= max) return { used };
    const future = this.future(now, windowSeconds, exceptId);
    const frees = future.filter((step, index) => step.used !== (future[index - 1]?.used ?? used)).slice(0, 3);
    return { used, frees, fitsAt: future.find((step) => step.used + amount <= max)?.at ?? null };
  }
}
