/** The end of a quotation that ends a sentence: one full stop, wherever it stands. */
export function closingQuote(quoted: string): string {
  return /[.!?…]$/.test(quoted) ? '”' : '”.';
}
