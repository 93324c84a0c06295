interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is drawn on the pages of a PDF that is not compressed. */
export interface DrawnPdf {
  readonly pages: number;
  /** The texts, one for each line that was set. */
  readonly lines: readonly string[];
  /** Filled or outlined, with y from the top. */
  readonly rectangles: readonly Rectangle[];
}

export function readPdf(bytes: Uint8Array): DrawnPdf {
  const text = Buffer.from(bytes).toString('latin1');
  const lines = [...text.matchAll(/\[(.*?)\] TJ/g)].map(([, array = '']) =>
    [...array.matchAll(/<([0-9a-f]*)>/g)]
      .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
      .join(''),
  );
  const rectangles = [...text.matchAll(/^([-0-9.]+) ([-0-9.]+) ([-0-9.]+) ([-0-9.]+) re$/gm)].map(
    ([, ...numbers]) => {
      const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
      return { x, y, width, height };
    },
  );
  return { pages: [...text.matchAll(/\/Type \/Page\b(?!s)/g)].length, lines, rectangles };
}
