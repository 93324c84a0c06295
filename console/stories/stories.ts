/** What a newcomer can do in the sandbox, and where it begins. */
export interface Story {
  readonly title: string;
  readonly words: string;
  /** Whose part is first, and the page that they begin on. */
  readonly name: string;
  readonly place:
    | {
        readonly to: '/transfers/new';
        readonly search: { readonly amount: string; readonly reference: string };
      }
    | { readonly to: '/freezes' };
}

/** By the people, the Safe and the policy of the sandbox's founding. `npm start` says the same. */
export const STORIES: readonly Story[] = [
  {
    title: 'Move money',
    words: 'Tessa asks for 2.5 ETH, Ada confirms, three owners sign, and it settles on the chain.',
    name: 'Tessa',
    place: { to: '/transfers/new', search: { amount: '2.5', reference: 'My first transfer' } },
  },
  {
    title: 'Meet a limit',
    words:
      'Tessa asks for 80 ETH, and a rule holds it. Clara and Carlos except it, then more people confirm.',
    name: 'Tessa',
    place: { to: '/transfers/new', search: { amount: '80', reference: 'A large one' } },
  },
  {
    title: 'Stop it all',
    words: 'Ada freezes, by “Freeze…” at the top of any page. Only a quorum lets it go on.',
    name: 'Ada',
    place: { to: '/freezes' },
  },
];
