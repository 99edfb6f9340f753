import type { Plugin } from 'vite'

/** Chrome compiles a script that begins so whole and beside the page's work, not function by function in it; others take it for a comment. */
const hint = '//# allFunctionsCalledOnLoad\n'

/** Marks the scripts that every visit of a page needs at once: what it imports, but not what comes later. */
export function compileHints(): Plugin {
  return {
    name: 'compile-hints',
    apply: 'build',
    generateBundle: {
      // After Vite's own, which puts a line before the script.
      order: 'post',
      handler(_, bundle) {
        for (const part of Object.values(bundle)) if (part.type === 'chunk' && part.isEntry) mark(part.fileName)

        function mark(fileName: string): void {
          const part = bundle[fileName]
          if (part?.type !== 'chunk' || part.code.startsWith(hint)) return
          part.code = hint + part.code
          part.imports.forEach(mark)
        }
      }
    }
  }
}
