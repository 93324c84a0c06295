/** A page to look over: a route of the console's router, whose page it is, and where it is. */
export interface Row {
  readonly route: string;
  /** Null for whoever is not signed in. */
  readonly who: string | null;
  /** In braces stands what the story calls it. */
  readonly at: string;
  /** What its text and layout are kept as, and the part of the page that is kept; one of the eleven main pages. */
  readonly look?: readonly [name: string, root: string];
}

/** While everything goes as it should. */
export const USUAL: readonly Row[] = [
  { route: '/', who: 'Ada', at: '/', look: ['home', 'body'] },
  { route: '/transfers', who: 'Ada', at: '/transfers', look: ['transfers', 'main'] },
  { route: '/transfers', who: 'Ada', at: '/transfers?q=nothing-is-called-so' },
  { route: '/transfers/$id', who: 'Ada', at: '/transfers/{asked}', look: ['transfer', 'main'] },
  {
    route: '/transfers/$id',
    who: 'Ada',
    at: '/transfers/{asked}?act=confirm',
    look: ['sheet', '[role="dialog"]'],
  },
  { route: '/transfers/$id', who: 'Ada', at: '/transfers/{asked}?act=reject' },
  { route: '/transfers/$id/sign', who: 'Ada', at: '/transfers/{asked}/sign' },
  { route: '/limits', who: 'Ada', at: '/limits', look: ['limits', 'main'] },
  { route: '/safes', who: 'Ada', at: '/safes', look: ['safes', 'main'] },
  { route: '/findings', who: 'Ada', at: '/findings', look: ['findings', 'main'] },
  { route: '/freezes', who: 'Ada', at: '/freezes' },
  { route: '/status', who: 'Ada', at: '/status', look: ['status', 'main'] },
  { route: '/settings', who: 'Ada', at: '/settings' },
  { route: '$', who: 'Ada', at: '/nowhere' },
  { route: '/transfers/$id', who: 'Ada', at: '/transfers/tr_01890a5d-ac96-774b-bcce-b302099a8057' },
  { route: '/transfers/new', who: 'Tessa', at: '/transfers/new' },
  { route: '/exceptions', who: 'Clara', at: '/exceptions' },
  { route: '/changes', who: 'Clara', at: '/changes', look: ['changes', 'main'] },
  { route: '/transfers/$id', who: 'Clara', at: '/transfers/{held}', look: ['transfer-held', 'main'] },
  { route: '/transfers/$id', who: 'Clara', at: '/transfers/{held}?act=except' },
  { route: '/sign-in', who: null, at: '/sign-in' },
  { route: '/enrol', who: null, at: '/enrol' },
  { route: '/enrol', who: null, at: `/enrol#sli_${'a'.repeat(43)}` },
];

/** Once an exception was given, changes are proposed, a cancel is asked for, and a signature froze a Safe. */
export const UNUSUAL: readonly Row[] = [
  { route: '/exceptions', who: 'Clara', at: '/exceptions' },
  { route: '/changes', who: 'Clara', at: '/changes' },
  { route: '/changes/$id', who: 'Clara', at: '/changes/{change}' },
  { route: '/changes/$id', who: 'Clara', at: '/changes/{change}?act=approve' },
  { route: '/changes/$id', who: 'Clara', at: '/changes/{change}?act=reject' },
  { route: '/freezes', who: 'Clara', at: '/freezes' },
  { route: '/safes/$id', who: 'Clara', at: '/safes/{frozen}' },
  { route: '/transfers/$id', who: 'Tessa', at: '/transfers/{relayed}?act=cancel' },
  { route: '/transfers/$id/sign', who: 'Otto', at: '/transfers/{relayed}/sign' },
  { route: '/transfers/$id', who: 'Ada', at: '/transfers/{cancelling}' },
  { route: '/transfers/$id', who: 'Ada', at: '/transfers/{cancelling}?act=answer-cancel' },
];
