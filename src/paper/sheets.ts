import { setImmediate as others } from 'node:timers/promises';
import PDFDocument from 'pdfkit';

/** A cell: what people read, and below it, smaller, what programs call it. */
export interface Cell {
  readonly text: string;
  readonly id?: string;
}

export interface Column {
  readonly title: string;
  /** Its part of the width of the page. */
  readonly share: number;
}

export interface SheetsOptions {
  readonly title: string;
  /** At the foot of every page. */
  readonly footer: string;
  readonly createdAt: Date;
}

// In points, 72 to the inch.
const MARGIN = 36;
const FOOT = 16;
const GAP = 6;
const PAD = 3;
const [TEXT, SMALL, TITLE] = [7.5, 5.8, 10.5] as const;
const [PLAIN, BOLD, MONO] = ['Helvetica', 'Helvetica-Bold', 'Courier'] as const;
const [INK, GREY, RULE, SHADE] = ['#111111', '#5a5f66', '#c3c8ce', '#eef1f4'] as const;
const ROWS_A_TURN = 100;
/** A cell is one of many on its page: what is longer is for programs. */
const CELL_MAX = 700;

/** A document on landscape A4: headings, paragraphs, and tables whose heads come again on every page. */
export class Sheets {
  readonly #doc: InstanceType<typeof PDFDocument>;
  readonly #chunks: Uint8Array[] = [];
  readonly #footer: string;
  #drawn = 0;

  constructor({ title, footer, createdAt }: SheetsOptions) {
    this.#footer = footer;
    this.#doc = new PDFDocument({
      ...{ size: 'A4', layout: 'landscape', margin: MARGIN, lang: 'en', bufferPages: true },
      info: { Title: title, CreationDate: createdAt },
    });
    this.#doc.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#doc.font(BOLD).fontSize(18).fillColor(INK).text(plain(title));
  }

  paragraph(title: string, text: string): void {
    this.#doc.moveDown(0.6).font(BOLD).fontSize(10).fillColor(INK).text(title);
    this.#doc.font(PLAIN).fontSize(9).text(plain(text));
  }

  /** Lines whose every character counts. */
  exact(text: string): void {
    this.#doc.font(MONO).fontSize(7).fillColor(INK);
    for (const line of text.split('\n')) this.#doc.text(plain(line === '' ? ' ' : line));
  }

  newPage(): void {
    this.#doc.addPage();
  }

  /** A title with what stands below it in one sentence. It is not left alone at the foot of a page. */
  heading(title: string, sentence = ''): void {
    const width = this.#width;
    this.#doc.font(PLAIN).fontSize(8.5);
    const below = sentence === '' ? 0 : this.#doc.heightOfString(plain(sentence), { width });
    if (this.#doc.y + below + 5 * TITLE > this.#bottom) this.#doc.addPage();
    else if (this.#doc.y > MARGIN + 1) this.#doc.y += 2 * GAP;
    this.#doc.font(BOLD).fontSize(TITLE).fillColor(INK).text(plain(title), MARGIN, this.#doc.y, { width });
    if (sentence !== '') this.#doc.font(PLAIN).fontSize(8.5).text(plain(sentence), { width });
    this.#doc.y += GAP / 2;
  }

  async table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Promise<void> {
    const placed = this.#placed(columns);
    this.#head(placed);
    for (const row of rows) {
      this.#drawn += 1;
      // Drawing blocks the event loop: yield, so that others are served in between.
      if (this.#drawn % ROWS_A_TURN === 0) await others();
      const height = this.#heightOf(row, placed);
      if (this.#doc.y + height > this.#bottom) {
        this.#doc.addPage();
        this.#head(placed);
      }
      this.#row(row, placed, height);
    }
  }

  async bytes(): Promise<Uint8Array> {
    const { count } = this.#doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.#doc.switchToPage(page);
      const foot = `${this.#footer}, page ${String(page + 1)} of ${String(count)}`;
      this.#doc
        .font(PLAIN)
        .fontSize(SMALL + 1)
        .fillColor(GREY);
      const y = this.#doc.page.height - MARGIN - (SMALL + 1);
      // Text below the margin begins a page of its own.
      this.#doc.page.margins.bottom = 0;
      this.#doc.text(plain(foot), MARGIN, y, { width: this.#width, lineBreak: false, ellipsis: true });
    }
    const isWritten = new Promise<void>((resolve, reject) => {
      this.#doc.on('end', resolve);
      this.#doc.on('error', reject);
    });
    this.#doc.end();
    await isWritten;
    return Buffer.concat(this.#chunks);
  }

  get #width(): number {
    return this.#doc.page.width - 2 * MARGIN;
  }

  get #bottom(): number {
    return this.#doc.page.height - MARGIN - FOOT;
  }

  #placed(columns: readonly Column[]): readonly Placed[] {
    const whole = columns.reduce((sum, { share }) => sum + share, 0);
    let x = MARGIN;
    return columns.map(({ title, share }) => {
      const width = (share / whole) * this.#width;
      const placed = { title, x: x + PAD, width: width - 2 * PAD };
      x += width;
      return placed;
    });
  }

  #head(placed: readonly Placed[]): void {
    const { y } = this.#doc;
    const height = TEXT + 2 * PAD;
    this.#doc.rect(MARGIN, y, this.#width, height).fill(SHADE);
    this.#doc.font(BOLD).fontSize(TEXT).fillColor(INK);
    for (const { title, x, width } of placed) this.#doc.text(title, x, y + PAD, { width, lineBreak: false });
    this.#doc.y = y + height;
  }

  #heightOf(row: readonly Cell[], placed: readonly Placed[]): number {
    const heights = placed.map(({ width }, at) => {
      const { text, id } = cellAt(row, at);
      const above =
        text === '' ? 0 : this.#doc.font(PLAIN).fontSize(TEXT).heightOfString(plain(text), { width });
      const below =
        id === '' ? 0 : this.#doc.font(PLAIN).fontSize(SMALL).heightOfString(plain(id), { width });
      return above + below;
    });
    return Math.max(TEXT, ...heights) + 2 * PAD;
  }

  #row(row: readonly Cell[], placed: readonly Placed[], height: number): void {
    const { y } = this.#doc;
    for (const [at, { x, width }] of placed.entries()) {
      const { text, id } = cellAt(row, at);
      this.#doc.y = y + PAD;
      if (text !== '')
        this.#doc.font(PLAIN).fontSize(TEXT).fillColor(INK).text(plain(text), x, this.#doc.y, { width });
      if (id !== '')
        this.#doc.font(PLAIN).fontSize(SMALL).fillColor(GREY).text(plain(id), x, this.#doc.y, { width });
    }
    this.#doc
      .moveTo(MARGIN, y + height)
      .lineTo(MARGIN + this.#width, y + height)
      .lineWidth(0.4)
      .strokeColor(RULE)
      .stroke();
    this.#doc.fillColor(INK).y = y + height;
  }
}

function cellAt(row: readonly Cell[], at: number): { readonly text: string; readonly id: string } {
  const { text = '', id = '' } = row[at] ?? {};
  const isLong = text.length > CELL_MAX;
  return { text: isLong ? `${text.slice(0, CELL_MAX)} ... (cut; the entry has all of it)` : text, id };
}

interface Placed {
  readonly title: string;
  readonly x: number;
  readonly width: number;
}

/** The built-in fonts have Latin letters and a dash only. Other characters are printed by number. */
function plain(text: string): string {
  return text.replaceAll(
    /[^\x20-\x7e\xa0-\xff—]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
