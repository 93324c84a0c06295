/** What had the focus last, and everything around it, from the inside out. */
type Place = readonly Element[];

/**
 * Whoever has no pointer is where the focus is. What is gone, or can be used no more, takes the focus with it, and then
 * it goes to the heading of what is left around; never to a button, which the next key would press.
 */
export class FocusKeeper {
  #held: Place = [];
  #isByKeys = false;
  /** What had the focus when another page was gone to, whose heading is not there yet. */
  #left: Element | null | undefined;

  start(): void {
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof Element)) return;
      this.#held = placeOf(target);
      this.#isByKeys = target.matches(':focus-visible');
    });
    // Later than whatever hands the focus on by itself, as dialogs do that close.
    const look = (): void => void setTimeout(() => this.#look());
    const changes = { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] };
    new MutationObserver(look).observe(document.body, changes);
  }

  /** Another page is there: whoever cannot see it has to hear where they are. */
  pageChanged(): void {
    this.#left = document.activeElement;
    this.#look();
  }

  #look(): void {
    const at = document.activeElement;
    const isNowhere = at === null || at === document.body;
    if (this.#left !== undefined) {
      const heading = document.querySelector<HTMLElement>('main h1');
      // Somebody may have gone on by themselves.
      const isStill = isNowhere || at === this.#left;
      if (isStill && !heading) return;
      this.#left = undefined;
      if (isStill && heading) focus(heading, false);
      return;
    }
    const [last] = this.#held;
    if (isNowhere && last && !isUsable(last)) focus(headingAround(this.#held), this.#isByKeys);
  }
}

function placeOf(target: Element): Place {
  const place: Element[] = [];
  for (let at: Element | null = target; at; at = at.parentElement) place.push(at);
  return place;
}

function isUsable(each: Element): boolean {
  return each.isConnected && each.checkVisibility() && !each.matches(':disabled');
}

function headingAround(place: Place): HTMLElement | null {
  const main = document.querySelector<HTMLElement>('main');
  for (const around of place.filter(isUsable)) {
    if (main && around !== main && around.contains(main)) break;
    const heading = around.querySelector<HTMLElement>('h1, h2, h3');
    if (heading) return heading;
  }
  return main?.querySelector('h1') ?? main;
}

/** A page scrolls for those who go by keys; under a pointer it stays where it is. */
function focus(heading: HTMLElement | null, mayScroll: boolean): void {
  if (heading?.hasAttribute('tabindex') === false) heading.tabIndex = -1;
  heading?.focus({ preventScroll: !mayScroll });
}
