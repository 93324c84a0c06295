const ATTENDED_MS = 10_000;
let actedAt = Date.now();

// What the page's own scripts dispatch is nobody's doing.
function act({ isTrusted }: Event): void {
  if (isTrusted) actedAt = Date.now();
}

for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, act, { capture: true, passive: true });

/** Whether somebody has just done something here. What the page asks by itself must not keep a session open. */
export function isAttended(): boolean {
  return Date.now() - actedAt < ATTENDED_MS;
}
