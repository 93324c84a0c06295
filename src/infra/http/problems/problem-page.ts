import { ERROR_CODES, type ErrorCode } from '../../../domain/errors.js';
import { PROBLEM_GROUPS, PROBLEMS, type ProblemGroup } from '../../../domain/problems/problems.js';
import { titleOf } from './problem.js';
import { STATUS } from './status.js';

const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --sunken: #f4f7f9; --text: #14202b; --soft: #465664; --edge: #7a8a97; --accent: #0b5c86; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #0f161c; --sunken: #18222b; --text: #e8eef3; --soft: #a9b7c3; --edge: #71828f; --accent: #6cc0ea; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px 64px; max-width: 60rem; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 24px; line-height: 32px; margin: 0 0 8px; }
h2 { font-size: 20px; line-height: 28px; margin: 48px 0 8px; }
h3 { font-size: 16px; margin: 0 0 4px; }
h3 small { color: var(--soft); font-weight: normal; font-size: 14px; padding-left: 8px; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font: 14px ui-monospace, monospace; overflow-wrap: anywhere; }
h3 code { font-size: 16px; }
nav ul { padding: 0; margin: 16px 0 0; list-style: none; display: flex; flex-wrap: wrap; gap: 4px 24px; }
details { margin: 24px 0 0; }
summary { cursor: pointer; }
summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav ul.codes { display: block; columns: 17rem auto; }
article { padding: 16px 0; border-top: 1px solid color-mix(in srgb, var(--edge) 40%, transparent); }
article:target { background: var(--sunken); box-shadow: -8px 0 var(--sunken), 8px 0 var(--sunken), -12px 0 var(--accent); }
article p { margin: 0 0 8px; }
dl { margin: 0; display: grid; grid-template-columns: 9rem 1fr; gap: 4px 16px; }
dt { color: var(--soft); }
dd { margin: 0; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } }
@media print { nav { display: none; } article { break-inside: avoid; padding: 8px 0; } h2 { break-after: avoid; } a { color: inherit; text-decoration: none; } }
`;

/** The page that the `type` of a problem links to: every code with its words, readable without a script. */
export function problemPage(): string {
  const contents = PROBLEM_GROUPS.map(
    ({ title }) => `<li><a href="#${anchorOf(title)}">${title}</a></li>`,
  ).join('');
  const index = [...ERROR_CODES]
    .sort()
    .map((code) => `<li><a href="#${code}"><code>${code}</code></a></li>`)
    .join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice: what a code means</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>What a code means</h1>
<p>Every refusal has one of these codes, and so has what stops a transfer, and every finding. The <code>detail</code> of an answer says what it was this time.</p>
<nav aria-label="Groups of codes"><ul>${contents}</ul></nav>
<nav aria-label="All codes"><details><summary>All codes from A to Z</summary><ul class="codes">${index}</ul></details></nav>
</header>
<main>
${PROBLEM_GROUPS.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section({ title, codes }: ProblemGroup): string {
  const id = anchorOf(title);
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${title}</h2>\n${codes.map(article).join('\n')}\n</section>`;
}

function article(code: ErrorCode): string {
  const { meaning, cause, money, remedy } = PROBLEMS[code];
  return `<article id="${code}">
<h3><a href="#${code}"><code>${code}</code></a><small>${titleOf(code)} · HTTP ${String(STATUS[code])}</small></h3>
<p>${written(meaning)}</p>
<dl><dt>Usual reasons</dt><dd>${written(cause)}</dd><dt>The money</dt><dd>${written(money)}</dd><dt>What to do</dt><dd>${written(remedy)}</dd></dl>
</article>`;
}

/** Lower case, so that no group has the anchor of a code. */
function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

/** Words as HTML: what stands between backticks is code. */
function written(words: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
