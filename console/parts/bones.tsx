interface BonesProps {
  /** The height and the width of each line: `bone-28 b-65`. */
  readonly lines: readonly string[];
  /** What is awaited, for those who do not see it. */
  readonly awaited?: string;
}

/** Lines where text will stand. */
export function Bones({ lines, awaited }: BonesProps) {
  return (
    <div>
      {awaited === undefined ? null : (
        <span className="vh" role="status">
          {awaited}
        </span>
      )}
      {lines.map((line, at) => (
        <span key={at} className={`bone ${line}`} />
      ))}
    </div>
  );
}
