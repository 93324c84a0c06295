import { useId } from 'react';
import { shownOnPage } from '../../src/domain/values/shown.js';

const STEPS = 10_000n;

/** Hundredths of a percent, so that sums of any size stay exact enough for a picture. */
function percent(part: bigint, whole: bigint): string {
  if (whole <= 0n) return '0%';
  const share = (part * STEPS) / whole;
  const capped = share > STEPS ? STEPS : share < 0n ? 0n : share;
  return `${String(Number(capped) / 100)}%`;
}

interface BarProps {
  /** What is settled. */
  readonly used: bigint;
  /** What is not decided yet: hatched. */
  readonly held: bigint;
  /** Where the limit is. */
  readonly limit: bigint;
  /** The same in words, for those who do not see it. */
  readonly label: string;
}

/** How much of a limit is taken. What is over it is hatched the other way, behind a mark. */
export function Bar({ used, held, limit, label }: BarProps) {
  const id = useId();
  const total = used + held;
  const isOver = total > limit;
  // With an excess there is room behind it, so that nobody takes its end for the limit.
  const whole = isOver ? (total * 11n) / 10n : limit;
  const within = isOver ? (used > limit ? 0n : limit - used) : held;
  return (
    <svg className="bar-pic" role="img" aria-label={shownOnPage(label)}>
      <defs>
        <Hatch id={`${id}h`} width={2} angle={45} className="b-held" />
        <Hatch id={`${id}o`} width={3} angle={-45} className="b-over" />
      </defs>
      <rect className="b-track" x="0" y=".5" width="100%" height="11" />
      <rect className="b-used" x="0" y="1" width={percent(used < limit ? used : limit, whole)} height="10" />
      <rect
        className="b-held"
        x={percent(used, whole)}
        y="1"
        width={percent(within, whole)}
        height="10"
        fill={`url(#${id}h)`}
      />
      {isOver ? (
        <>
          <rect
            className="b-over"
            x={percent(limit, whole)}
            y="1"
            width={percent(total - limit, whole)}
            height="10"
            fill={`url(#${id}o)`}
          />
          <line className="b-mark" x1={percent(limit, whole)} x2={percent(limit, whole)} y1="-2" y2="14" />
        </>
      ) : null}
    </svg>
  );
}

interface HatchProps {
  readonly id: string;
  readonly width: number;
  readonly angle: number;
  readonly className: string;
}

function Hatch({ id, width, angle, className }: HatchProps) {
  return (
    <pattern
      id={id}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${String(angle)})`}
    >
      <rect className={className} width={width} height="5" fill="currentColor" />
    </pattern>
  );
}
