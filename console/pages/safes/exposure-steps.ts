import type { ExposureRecordView } from '../../../src/safe-api/exposures.contract.js';

type Asset = ExposureRecordView['worstCases'][number]['asset'];

/** From a moment on, this much could leave. */
interface Step {
  readonly at: number;
  readonly units: bigint;
  readonly amount: string;
}

export interface ExposureLine {
  readonly asset: Asset;
  /** Oldest first. */
  readonly steps: readonly Step[];
  readonly most: Step;
}

/** What could leave of each asset over time, out of records that stand newest first. */
export function exposureLines(records: readonly ExposureRecordView[]): readonly ExposureLine[] {
  const oldestFirst = records.toReversed();
  const assets = new Map<string, Asset>();
  for (const { worstCases } of records) for (const { asset } of worstCases) assets.set(asset.id, asset);
  return [...assets.values()].map((asset) => {
    const steps = oldestFirst.map(({ at, worstCases }): Step => {
      const own = worstCases.find((each) => each.asset.id === asset.id);
      return {
        at: Date.parse(at),
        units: own === undefined ? 0n : BigInt(own.amountUnits),
        amount: own?.amount ?? '0',
      };
    });
    const most = steps.reduce((highest, step) => (step.units > highest.units ? step : highest));
    return { asset, steps, most };
  });
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Milliseconds since the epoch: the right end. */
  readonly now: number;
}

const FINE = 1_000n;

/** The line as an SVG path: level from one record to the next, and from the last to now. */
export function stepPath({ steps, most }: ExposureLine, { width, height, now }: Frame): string {
  const [first] = steps;
  if (!first) return '';
  const long = Math.max(now - first.at, 1);
  const x = (at: number): string => (((at - first.at) / long) * width).toFixed(1);
  const y = (units: bigint): string =>
    most.units === 0n
      ? height.toFixed(1)
      : (height - (Number((units * FINE) / most.units) / Number(FINE)) * height).toFixed(1);
  const moves = steps.map(({ at, units }, index) =>
    index === 0 ? `M0 ${y(units)}` : `H${x(at)}V${y(units)}`,
  );
  return `${moves.join('')}H${String(width)}`;
}
