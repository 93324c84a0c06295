/** A program cannot do what it was asked. The exit code tells a script why, the message a person. */
export class ProgramFailure extends Error {
  override readonly name: string = 'ProgramFailure';

  /** @param lines what else there is to say, one line each */
  constructor(
    readonly exitCode: number,
    message: string,
    readonly lines: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
