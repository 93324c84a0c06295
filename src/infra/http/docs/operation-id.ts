/** English plurals that controllers are named by and that do not end in s. */
const SINGULARS: Readonly<Record<string, string>> = { People: 'Person' };

function singularOf(plural: string): string {
  return SINGULARS[plural] ?? plural.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');
}

/**
 * What a generated client calls the operation, a verb first: `list` of TransfersController is listTransfers, `show` is
 * showTransfer. A handler that says already of what it is keeps its name. Where neither reads well, `@ApiOperation` says
 * the id itself.
 */
export function operationId(controller: string, handler: string): string {
  if (/[A-Z]/.test(handler)) return handler;
  const things = controller.replace(/Controller$/, '');
  return `${handler}${handler === 'list' ? things : singularOf(things)}`;
}
