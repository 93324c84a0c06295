import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import type { Line } from '../domain/evidence/line.js';
import { type SignerView, requestText } from '../domain/evidence/signer-view.js';
import {
  type Row,
  fieldRows,
  inGroups,
  missingSignatures,
  movementRows,
  peopleRows,
  rootRows,
} from '../domain/evidence/signer-words.js';

// In points, 72 to the inch. A4 is 595 by 842.
const MARGIN = 36;
const WIDTH = 595 - 2 * MARGIN;
const CODE_SIZE = 128;
const NAME_WIDTH = 88;
const SMALL = 7.2;
const [TEXT, BOLD, MONO, MONO_BOLD] = ['Helvetica', 'Helvetica-Bold', 'Courier', 'Courier-Bold'] as const;

/** Values that people compare character by character: printed large and in a monospaced font. */
const COMPARED: readonly string[] = ['Safe address', 'Token address', 'Dest. address'];
/** The rows by which an owner decides, printed large. */
const DECISIVE: readonly string[] = ['Safe', 'Amount', 'Destination', 'Safe nonce'];
/** Checks of steps that are still to come. The card does not repeat that they are open. */
const TO_COME: readonly string[] = ['owners', 'execution', 'cancellation'];

/**
 * A signature request on one sheet, to lie beside the hardware wallet: the same words as on the terminal, and boxes to
 * tick. The PDF is deterministic and not compressed, so any tool can read its text.
 * @param unproven what the verifier could not prove, which is printed on the sheet
 */
export async function signerCard(view: SignerView, unproven: readonly Line[]): Promise<Uint8Array> {
  const doc = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, compress: false, lang: 'en', displayTitle: true },
    info: {
      Title: `Signer card ${view.transfer}`,
      Creator: 'sluice verify request',
      // The request's own time and not the clock's, so that the same request gives the same bytes.
      CreationDate: new Date(view.relayedAt),
    },
  });
  const chunks: Uint8Array[] = [];
  const isWritten = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.on('pageAdded', () => {
    const digest = `EIP-712 Digest ${view.digests.eip712Digest}`;
    doc.font(TEXT).fontSize(7.5).text(`${view.transfer}, continued. ${digest}`, MARGIN, MARGIN);
    doc.y += 6;
  });
  draw(new Sheet(doc), view, unproven);
  doc.end();
  await isWritten;
  return Buffer.concat(chunks);
}

function draw(sheet: Sheet, view: SignerView, unproven: readonly Line[]): void {
  const { digests, state, transfer } = view;
  const missing = missingSignatures(view);
  const asked =
    missing === 0
      ? 'No further signature is needed: sign nothing.'
      : `${String(missing)} more of ${String(view.safe.threshold)} signatures are needed.`;
  sheet.code(requestText(view));
  sheet.line(BOLD, 15, 'Sluice signer card', WIDTH - CODE_SIZE - 12);
  sheet.line(TEXT, 8, `${transfer}, ${state}. ${asked}`, WIDTH - CODE_SIZE - 12);
  sheet.gap(4);
  sheet.line(BOLD, 10.5, view.sentence, WIDTH - CODE_SIZE - 12);
  sheet.below(MARGIN + CODE_SIZE + 8);
  for (const row of movementRows(view)) sheet.row(row);
  sheet.title('What the device must show. Compare every character; capitals are the same as small letters.');
  sheet.box('Domain Hash matches', digests.domainHash);
  sheet.box('Message Hash matches', digests.messageHash);
  sheet.box('EIP-712 Digest matches (safeTxHash), on a device that shows one hash', digests.eip712Digest);
  sheet.line(TEXT, 7, `Calldata Digest: ${digests.calldataDigest}`);
  sheet.title('On a device that shows fields: these, and nothing else');
  sheet.small(fieldRows(view));
  sheet.title('Who asked, and who confirmed');
  sheet.small(peopleRows(view));
  sheet.title('Held against this, which whoever printed the card knew from elsewhere');
  sheet.small(rootRows(view));
  sheet.title('NOT proven by this card');
  for (const words of remarks(unproven)) sheet.line(TEXT, 6.8, `- ${words}`);
  sheet.gap(8);
  sheet.line(TEXT, 9, 'Owner: ______________________   Device: ______________________   Date: ____________');
}

function remarks(unproven: readonly Line[]): readonly string[] {
  return [...new Set(unproven.filter(({ check }) => !TO_COME.includes(check)).map(({ words }) => words))];
}

/** A page that is filled from top to bottom. */
class Sheet {
  constructor(private readonly doc: PDFKit.PDFDocument) {}

  gap(points: number): void {
    this.doc.y += points;
  }

  below(y: number): void {
    this.doc.y = Math.max(this.doc.y, y);
  }

  /** Starts a new page if a row of this height would not fit, so that a row is never split. */
  private room(height: number): void {
    if (this.doc.y + height > this.doc.page.height - MARGIN) this.doc.addPage();
  }

  line(font: string, size: number, text: string, width = WIDTH): void {
    const drawn = drawable(text);
    this.doc.font(font).fontSize(size);
    this.room(this.doc.heightOfString(drawn, { width }));
    // Adding a page may have changed the font.
    this.doc.font(font).fontSize(size).text(drawn, MARGIN, this.doc.y, { width });
  }

  title(text: string): void {
    this.gap(5);
    this.room(3 * 8);
    this.line(BOLD, 8, text);
    this.gap(1);
  }

  row(row: Row): void {
    this.pair(row, 8, faceOf(row.name));
    this.gap(1);
  }

  small(rows: readonly Row[]): void {
    for (const row of rows) this.pair(row, SMALL, [MONO, SMALL]);
  }

  /** A name with its value beside it. */
  private pair({ name, value }: Row, nameSize: number, [font, size]: Face): void {
    const [drawn, width] = [drawable(value), WIDTH - NAME_WIDTH];
    this.doc.font(font).fontSize(size);
    this.room(this.doc.heightOfString(drawn, { width }));
    const top = this.doc.y;
    this.doc.font(TEXT).fontSize(nameSize);
    this.doc.text(drawable(name), MARGIN, top + (size - nameSize) / 2, { width: NAME_WIDTH });
    this.doc
      .font(font)
      .fontSize(size)
      .text(drawn, MARGIN + NAME_WIDTH, top, { width });
  }

  /** A box to tick, with the hash to compare. */
  box(name: string, hash: string): void {
    this.room(24);
    const top = this.doc.y;
    this.doc.lineWidth(1).rect(MARGIN, top, 9, 9).stroke();
    this.doc
      .font(BOLD)
      .fontSize(8)
      .text(drawable(name), MARGIN + 16, top + 1, { width: WIDTH - 16 });
    this.doc.font(MONO_BOLD).fontSize(10);
    this.doc.text(inGroups(hash), MARGIN + 16, this.doc.y, { width: WIDTH - 16 });
    this.gap(3);
  }

  /** A QR code in the upper right corner, drawn as one rectangle for each run of dark modules. */
  code(text: string): void {
    const { data, size } = encode(text, { ecc: 'M', border: 0 });
    const module = CODE_SIZE / size;
    const left = MARGIN + WIDTH - CODE_SIZE;
    for (const [row, modules] of data.entries())
      for (const { from, length } of darkRuns(modules))
        this.doc.rect(left + from * module, MARGIN + row * module, length * module, module);
    this.doc.fill('black');
    this.doc
      .font(TEXT)
      .fontSize(6)
      .text('Chain, Safe, nonce and EIP-712 Digest', left, MARGIN + CODE_SIZE + 3);
    this.doc.y = MARGIN;
  }
}

type Face = readonly [font: string, size: number];

function faceOf(name: string): Face {
  if (COMPARED.includes(name)) return [MONO_BOLD, 12];
  return DECISIVE.includes(name) ? [BOLD, 12] : [TEXT, 9];
}

function darkRuns(
  modules: readonly boolean[],
): readonly { readonly from: number; readonly length: number }[] {
  const text = modules.map((isDark) => (isDark ? '#' : ' ')).join('');
  return [...text.matchAll(/#+/g)].map(({ index, 0: run }) => ({ from: index, length: run.length }));
}

/**
 * The standard PDF fonts have Latin letters only. Every other character is written as its code point, so that it is
 * visible and never looks like another letter. A backslash is escaped too, so that no name can imitate an escape.
 */
export function drawable(text: string): string {
  return text.replaceAll(
    /[^\x20-\x5b\x5d-\x7e\xa1-\xac\xae-\xff]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
