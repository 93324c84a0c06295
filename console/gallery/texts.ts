/** What labels, symbols, references and reasons may hold that somebody else chose. */
export const TEXTS = {
  plain: 'Hot wallet 1',
  long: 'Refill'.padEnd(1_000, '-without-end'),
  wordy: 'one of a thousand words, '.repeat(40),
  rightToLeft: 'ארנק חם ١',
  turned: 'Hot wallet \u202E1 telbaw\u202C \u200Bunseen',
  markup: '<img src="x" onerror="document.title=\'taken over\'">',
} as const;
