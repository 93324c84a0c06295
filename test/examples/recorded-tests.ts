/** The tests whose answers are examples: together they reach what any test reaches. */
export const RECORDED_TESTS = [
  // A transfer to its end, and what stops one.
  ...['settle', 'evidence', 'exceptions', 'rekeying', 'cancel', 'freeze-acts'].map(story),
  // Governed change, and what is governed.
  ...['changes', 'destinations', 'passkeys', 'duties', 'policy-history', 'policy-dry-run'].map(story),
  // What people look at.
  ...['veiled-reads', 'inbox', 'exposure', 'inspect'].map(story),
  // What is refused of any request.
  ...['requests', 'bodies'].map(story),
  'src/identity/identity.integration.spec.ts',
  'src/identity/sessions.integration.spec.ts',
  'src/identity/sign-in/passkey-sign-in.integration.spec.ts',
];

/** Operations that answer JSON and have no example of it, and why. */
export const UNREACHED: Readonly<Record<string, string>> = {
  followLog: 'it answers the lines of an export, whose form docs/audit-log-format.md shows',
  showRegister: 'its acts are those of an evidence bundle, which showTransferEvidence has',
};

function story(name: string): string {
  return `test/e2e/${name}.e2e.spec.ts`;
}
