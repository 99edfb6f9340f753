import type { Plugin } from 'vite'

const shared = /\/(?:core|dashboard-api)\/[^?]*\.ts$/

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}

interface Declared extends Node {
  readonly kind?: string
  readonly declaration?: Declared | null
  readonly declarations?: readonly { readonly init: Node | null }[]
}

/**
 * The page takes types, words and pure functions from core and from the contract; what a module there makes at its start, nearly always a
 * schema, has no effect beyond itself. The bundler cannot know that of chained calls, so that the whole of zod came along. Each such call
 * becomes one that it may leave out where nobody uses its result.
 */
export function pureSchemas(): Plugin {
  return {
    name: 'pure-schemas',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!shared.test(id)) return null
      const { body } = this.parse(code, { lang: 'ts' }) as unknown as { body: readonly Declared[] }
      const calls = body.flatMap(madeAtStart)
      let text = code
      for (const { start, end } of calls.toReversed()) {
        text = `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`
      }
      return calls.length === 0 ? null : { code: text, map: null }
    }
  }
}

const mayCall = new Set(['CallExpression', 'NewExpression', 'ObjectExpression', 'ArrayExpression', 'TSAsExpression', 'TSSatisfiesExpression'])

/** The calls whose results a module keeps in its constants, alone or in a list or table, first to last. */
function madeAtStart(statement: Declared): Node[] {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') return []
  return (declared.declarations ?? []).flatMap(({ init }) => (init !== null && mayCall.has(init.type) ? [init] : []))
}
