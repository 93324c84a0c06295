/** What is open on the page of a transfer: links of other pages lead straight to it. It signs nothing by itself. */
const ACTS = ['confirm', 'reject', 'except', 'cancel', 'answer-cancel'] as const;
export type OpenAct = (typeof ACTS)[number];

export interface TransferSearch {
  readonly act?: OpenAct;
}

export function readTransferSearch(search: Readonly<Record<string, unknown>>): TransferSearch {
  const act = ACTS.find((each) => each === search['act']);
  return act === undefined ? {} : { act };
}
