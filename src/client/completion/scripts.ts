import { unreachable } from '../../domain/errors.js';
import { type TreeNode, nameOf, nodesOf } from './command-tree.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes the commands and options of this version. It asks no gateway, and runs no program. */
export function completionScript(shell: Shell, root: TreeNode): string {
  switch (shell) {
    case 'bash':
      return bashScript(root);
    case 'zsh':
      return zshScript(root);
    case 'fish':
      return fishScript(root);
    default:
      return unreachable(shell);
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const pathOf = ({ path }: TreeNode): string => path.join(' ');

/** The lines of a `case`, in which bash and zsh agree: what follows each command, and its options. */
function cases(root: TreeNode): string {
  return nodesOf(root)
    .map((node) => {
      const [commands, flags] = [node.children.map(nameOf), node.options.map(({ flag }) => flag)];
      return `  ${quoted(pathOf(node))}) commands=${quoted(commands.join(' '))} options=${quoted(flags.join(' '))} ;;`;
    })
    .join('\n');
}

/** Which words lead from one command to another; all others are arguments or options. */
function steps(root: TreeNode): string {
  return nodesOf(root)
    .filter(({ path }) => path.length > 1)
    .map((node) => quoted(pathOf(node)))
    .join(' | ');
}

function bashScript(root: TreeNode): string {
  return `# Completion of sluice for bash: source it, or put it into ~/.local/share/bash-completion/completions/sluice
_sluice() {
  local current="\${COMP_WORDS[COMP_CWORD]}" at=sluice word commands options
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
    ${steps(root)}) at="$at $word" ;;
    esac
  done
  case "$at" in
${cases(root)}
  esac
  [[ "$current" == -* ]] && commands="$options"
  COMPREPLY=($(compgen -W "$commands" -- "$current"))
}
complete -o default -F _sluice sluice`;
}

function zshScript(root: TreeNode): string {
  return `#compdef sluice
# Completion of sluice for zsh: put it as _sluice into a folder of $fpath
_sluice() {
  local at=sluice word commands options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
    ${steps(root)}) at="$at $word" ;;
    esac
  done
  case "$at" in
${cases(root)}
  esac
  if [[ "$words[CURRENT]" == -* ]]; then
    compadd -- \${=options}
  else
    compadd -- \${=commands} || _files
  fi
}
# Loaded from $fpath, it is what completes the first time; sourced, it says what it is for.
if [[ "$funcstack[1]" == _sluice ]]; then _sluice "$@"; else compdef _sluice sluice; fi`;
}

function fishScript(root: TreeNode): string {
  const lines = nodesOf(root).flatMap((node) => {
    const where = `-n ${quoted(`__sluice_at ${node.path.join(' ')}`)}`;
    return [
      ...node.children.map(
        (child) =>
          `complete -c sluice ${where} -f -a ${quoted(nameOf(child))} -d ${quoted(child.description)}`,
      ),
      ...node.options.map(
        ({ flag, description }) =>
          `complete -c sluice ${where} -l ${flag.slice(2)} -d ${quoted(description)}`,
      ),
    ];
  });
  return `# Completion of sluice for fish: put it into ~/.config/fish/completions/sluice.fish
function __sluice_at
    set -l at sluice
    set -l known ${nodesOf(root)
      .filter(({ path }) => path.length > 1)
      .map((node) => quoted(pathOf(node)))
      .join(' ')}
    for word in (commandline -opc)[2..-1]
        contains -- "$at $word" $known; and set at "$at $word"
    end
    test "$at" = "$argv"
end
${lines.join('\n')}`;
}
