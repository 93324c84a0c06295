const ROW = 'tbody tr, ul > li, ol > li';

/** The links of a page's rows, each row's first, in the order in which they stand. Not those of its navigation. */
function rowLinks(page: ParentNode): readonly HTMLAnchorElement[] {
  const links = [...page.querySelectorAll(ROW)].flatMap((row) => {
    const link = row.querySelector<HTMLAnchorElement>('a[href]');
    const isSeen = link?.checkVisibility() === true && link.closest('nav') === null;
    return link && isSeen && link.closest(ROW) === row ? [link] : [];
  });
  return [...new Set(links)];
}

/** Moves the focus to the link of the next row, or of the one before. Enter opens it, as it opens any link. */
export function focusRow(page: ParentNode, by: 1 | -1): void {
  const links = rowLinks(page);
  const focused = document.activeElement;
  const row = focused?.closest(ROW) ?? null;
  const at = links.findIndex((link) => link.closest(ROW) === row);
  const next = at < 0 ? (by === 1 ? 0 : links.length - 1) : at + by;
  links[next]?.focus();
}
