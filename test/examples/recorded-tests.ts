/** The tests whose answers are examples: together they reach what any test reaches. */
export const RECORDED_TESTS = [
  // A transfer to its end, and what stops one.
  ...['settle', 'exceptions', 'rekeying', 'cancel-people', 'freeze-acts'].map(story),
  // Governed change, and what is governed.
  ...['changes', 'destinations', 'passkeys', 'policy-history'].map(story),
  // What people look at.
  ...['veiled-reads', 'inbox', 'exposure', 'inspect'].map(story),
  'src/identity/identity.integration.spec.ts',
  'src/identity/sessions.integration.spec.ts',
  'src/identity/sign-in/passkey-sign-in.integration.spec.ts',
];

/** Operations without an example of their answer, and why. */
export const UNREACHED: Readonly<Record<string, string>> = {
  revokeApiKey: 'not recorded yet',
  endPersonSessions: 'not recorded yet',
  reviewPolicy: 'not recorded yet',
  inspectSafeTransaction: 'not recorded yet',
  revokeOtherSessions: 'not recorded yet',
  openSessionByPasskey: 'not recorded yet',
  createPasskeyOptions: 'not recorded yet',
  showSignatureRequestFile: 'not recorded yet',
};

function story(name: string): string {
  return `test/e2e/${name}.e2e.spec.ts`;
}
