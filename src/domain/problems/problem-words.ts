/** What people are told about one code. Each member is one to three short sentences. */
export interface ProblemWords {
  /** What happened. */
  readonly meaning: string;
  /** The usual reasons. */
  readonly cause: string;
  /** What has become of the money, or of what was asked for. */
  readonly money: string;
  /** What to do, and who does it. */
  readonly remedy: string;
}
