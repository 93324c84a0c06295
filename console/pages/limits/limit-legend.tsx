import { useId } from 'react';

/** What the three parts of a bar are. */
export function LimitLegend() {
  const hatch = useId();
  return (
    <p className="legend">
      <span>
        <svg aria-hidden="true" viewBox="0 0 16 12">
          <rect className="b-used" x="0" y="1" width="16" height="10" />
        </svg>
        used
      </span>
      <span>
        <svg aria-hidden="true" viewBox="0 0 16 12">
          <defs>
            <pattern
              id={hatch}
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect className="b-held" width="2" height="5" fill="currentColor" />
            </pattern>
          </defs>
          <rect className="b-track" x=".5" y=".5" width="15" height="11" />
          <rect x="0" y="1" width="16" height="10" fill={`url(#${hatch})`} />
        </svg>
        held for transfers that the chain has not decided yet
      </span>
      <span>
        <svg aria-hidden="true" viewBox="0 0 16 12">
          <rect className="b-track" x=".5" y=".5" width="15" height="11" />
        </svg>
        free
      </span>
    </p>
  );
}
