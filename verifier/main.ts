import { renderSVG } from 'uqr';
import { type Report, WrongInput, judge } from './judge.js';

/** The page around `judge`: it reads the form and files, and writes the answer as text, never as markup. */
const form = elementOf('form', HTMLFormElement);
const answer = elementOf('answer', HTMLElement);
const story = elementOf('story', HTMLElement);
const summary = elementOf('summary', HTMLElement);
const lines = elementOf('lines', HTMLTableSectionElement);
const request = elementOf('request', HTMLElement);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void verify();
});

async function verify(): Promise<void> {
  answer.hidden = false;
  show({ outcome: 'open', summary: 'Verifying …', lines: [] });
  try {
    show(await judge(await asked()));
  } catch (error) {
    const reason = error instanceof WrongInput ? error.message : `It could not be verified: ${String(error)}`;
    show({ outcome: 'failed', summary: reason, lines: [] });
  }
}

async function asked() {
  const written = (name: string): string => {
    const field = form.elements.namedItem(name);
    const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    return isField ? field.value : '';
  };
  const text = await chosen('file');
  if (text === undefined) throw new WrongInput('Choose the file that is to be verified.');
  const trust = {
    founding: written('founding').trim(),
    chain: written('chain').trim(),
    logKey: written('logKey').trim(),
    witnessPolicy: written('witnessPolicy'),
  };
  const isToBeSigned = elementOf('isToBeSigned', HTMLInputElement).checked;
  return { text, entry: await chosen('entry'), trust, isToBeSigned };
}

async function chosen(id: string): Promise<string | undefined> {
  const file = elementOf(id, HTMLInputElement).files?.item(0);
  if (!file) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    throw new WrongInput(`${file.name} is not UTF-8 text.`);
  }
}

/** In modules: the quiet zone that ISO/IEC 18004 asks for around a QR code. */
const QUIET_ZONE = 4;

const MARKS = { proved: 'proved', failed: 'FAILED', open: 'not proved' } as const;

function show(report: Report): void {
  story.textContent = report.story ?? '';
  story.hidden = report.story === undefined;
  summary.textContent = report.summary;
  summary.className = report.outcome;
  document.body.dataset['outcome'] = report.outcome;
  showRequest(report.request);
  lines.replaceChildren(
    ...report.lines.map(({ mark, about, words, part }) => {
      const row = document.createElement('tr');
      const first = cell(MARKS[mark]);
      first.className = mark;
      const last = cell(words);
      if (part !== '') last.append(partOf(part));
      row.append(first, cell(about), last);
      return row;
    }),
  );
}

function showRequest(shown: Report['request']): void {
  request.hidden = shown === undefined;
  request.replaceChildren();
  if (!shown) return;
  const words = document.createElement('pre');
  words.textContent = shown.words;
  // DOMParser makes a document of its own and runs no scripts in it.
  const svg = renderSVG(shown.code, { ecc: 'M', border: QUIET_ZONE });
  const code = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  code.setAttribute('role', 'img');
  code.setAttribute('aria-label', shown.code);
  request.append(words, code);
}

function cell(text: string): HTMLTableCellElement {
  const made = document.createElement('td');
  made.textContent = text;
  return made;
}

function partOf(part: string): HTMLElement {
  const made = document.createElement('span');
  made.className = 'part';
  made.textContent = part;
  return made;
}

function elementOf<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}
