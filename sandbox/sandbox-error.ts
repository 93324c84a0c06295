/** A failure that a newcomer can act on. Its message is enough, so it is shown without a stack trace. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}
