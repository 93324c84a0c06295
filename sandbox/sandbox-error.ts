/** A failure that a newcomer can act on: its message says all there is to say, so it is shown without a stack. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}
