/** What stands at / as long as there is no console: who signs in with a browser comes here. */
export const FRONT_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sluice</title>
<h1>Sluice</h1>
<p>The gate between a cold Safe and hot wallets. <a href="/docs">What the API is</a>,
<a href="/docs/problems">what its refusals mean</a>.</p></html>
`;
