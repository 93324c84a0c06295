import type { Command } from 'commander';

/** A command with what may follow it. */
export interface TreeNode {
  /** All words up to it: ["sluice", "transfer", "list"]. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly { readonly flag: string; readonly description: string }[];
  readonly children: readonly TreeNode[];
}

export function treeOf(command: Command, above: readonly string[] = []): TreeNode {
  const path = [...above, command.name()];
  const options = command.options.flatMap(({ long, description }) =>
    long == null ? [] : [{ flag: long, description }],
  );
  return {
    ...{ path, description: command.description() },
    options: [...options, { flag: '--help', description: 'display help for command' }],
    children: command.commands.map((each) => treeOf(each, path)),
  };
}

/** The node and all below it. */
export function nodesOf(node: TreeNode): readonly TreeNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

export function nameOf({ path }: TreeNode): string {
  return path.at(-1) ?? '';
}
