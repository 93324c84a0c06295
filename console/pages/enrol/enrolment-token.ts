const TOKEN = /^#(sli_[A-Za-z0-9_-]{43})$/;

let token: string | null = null;

/** Takes the token out of the address, so that it stays in no history and no log. */
function takeToken(): void {
  const [, found] = TOKEN.exec(location.hash) ?? [];
  if (location.pathname !== '/enrol' || found === undefined) return;
  token = found;
  history.replaceState(history.state, '', '/enrol');
}

takeToken();

/** The token of the link that one came by. */
export function enrolmentToken(): string | null {
  takeToken();
  return token;
}
