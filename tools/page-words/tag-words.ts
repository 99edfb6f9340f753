import { MagicString } from 'magic-string'
import { parseSync } from 'vite'

/** The tag that the page's runtime answers: dashboard/words/word.ts. */
export const tag = '__word'

/** One text of the page as the catalogue knows it, `第 {0} 条`, and where it begins in the code. */
export interface Word {
  readonly key: string
  readonly at: number
}

export interface Tagged {
  /** The code with each Chinese text as a tagged template; null where it holds none. */
  readonly tagged: MagicString | null
  readonly words: readonly Word[]
}

/** A Chinese text where the code compares or looks up: translated it would no longer be equal to what it is held against. */
export class ComparedTextError extends Error {
  readonly code = 'compared-text'
  readonly at: number

  constructor(text: string, at: number) {
    super(`“${text}” is held against something here and would no longer be equal once it is English: compare codes, or name the text first`)
    this.name = 'ComparedTextError'
    this.at = at
  }
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

type Part = string | Node

/** Han characters, and the marks of Chinese writing that an English line must not carry. */
const chinese = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60‘’“”…]/u

const comparing = new Set(['===', '!==', '==', '!=', 'in'])
/** Methods that hold their argument against something. `join` and `padEnd` only show it. */
const searching = new Set([
  'includes', 'indexOf', 'lastIndexOf', 'startsWith', 'endsWith', 'split', 'replace', 'replaceAll', 'match', 'has', 'get', 'delete', 'getItem'
]) // prettier-ignore

/**
 * Puts the tag before each Chinese string, template and chain of `+` in `code`, JavaScript or TypeScript. Types, keys of objects, regular
 * expressions and names of modules stay as they are.
 * @throws ComparedTextError where a Chinese text is compared, unless that is to be left.
 */
export function tagWords(code: string, lang: 'js' | 'ts', compared: 'refuse' | 'leave' = 'refuse'): Tagged {
  if (!chinese.test(code)) return { tagged: null, words: [] }
  const { program, errors } = parseSync(`words.${lang}`, code, { lang, sourceType: 'module' })
  if (errors.length > 0) throw new SyntaxError(errors[0]?.message)
  const text = new MagicString(code)
  const words: Word[] = []
  walk(program as unknown as Node)
  return { tagged: words.length === 0 ? null : text, words }

  function walk(node: Node): void {
    if (isSpared(node)) return
    if (compared === 'refuse') refuseCompared(node)
    const parts = partsOf(node)
    if (parts === null || !parts.some((part) => typeof part === 'string' && chinese.test(part.trim()))) {
      for (const child of children(node)) walk(child)
      return
    }
    for (const part of parts) if (typeof part !== 'string') walk(part)
    words.push({ key: keyOf(parts), at: node.start })
    write(node, parts)
  }

  /** The expressions stay where they are; what stands between them is written anew. */
  function write(node: Node, parts: readonly Part[]): void {
    let from = node.start
    let before = `${tag}\``
    for (const part of parts) {
      if (typeof part === 'string') before += escaped(part)
      else {
        replace(from, part.start, `${before}\${`)
        from = part.end
        before = '}'
      }
    }
    replace(from, node.end, `${before}\``)
  }

  function replace(from: number, to: number, written: string): void {
    if (to > from) text.update(from, to, written)
    else text.appendLeft(from, written)
  }
}

function isSpared(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration' || node.type === 'ImportExpression') return true
  if (node.type === 'TaggedTemplateExpression') return true
  return node.type.startsWith('TS') && !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(node.type)
}

function* children(node: Node): Iterable<Node> {
  for (const [field, value] of Object.entries(node)) {
    if (field === 'key' && node.type === 'Property' && node['computed'] !== true) continue
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield child
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function refuseCompared(node: Node): void {
  for (const held of heldAgainst(node)) {
    for (const part of partsOf(held) ?? []) {
      if (typeof part === 'string' && chinese.test(part)) throw new ComparedTextError(part, held.start)
    }
  }
}

function heldAgainst(node: Node): readonly Node[] {
  if (node.type === 'BinaryExpression' && comparing.has(node['operator'] as string)) return [node['left'] as Node, node['right'] as Node]
  if (node.type === 'SwitchCase') return isNode(node['test']) ? [node['test']] : []
  if (node.type !== 'CallExpression') return []
  const callee = node['callee'] as Node
  if (callee.type !== 'MemberExpression' || !searching.has(nameOf(callee['property'] as Node) ?? '')) return []
  return (node['arguments'] as Node[]).slice(0, 1)
}

function nameOf(node: Node): string | null {
  return node.type === 'Identifier' ? (node['name'] as string) : null
}

/** What a text is made of, its own words and the expressions between them; null for what is no text. */
function partsOf(node: Node): readonly Part[] | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : null
  if (node.type === 'TemplateLiteral') return templateParts(node)
  if (node.type === 'BinaryExpression' && node['operator'] === '+') return sumParts(node)
  return null
}

function templateParts(node: Node): readonly Part[] {
  const expressions = node['expressions'] as Node[]
  return (node['quasis'] as { value: { cooked: string } }[]).flatMap(({ value }, index) => {
    const expression = expressions[index]
    return expression === undefined ? [value.cooked] : [value.cooked, expression]
  })
}

/** `a + b + '条'`: what stands before the first text may be a sum of numbers, and stays one expression. */
function sumParts(node: Node): readonly Part[] | null {
  const [left, right] = [node['left'] as Node, node['right'] as Node]
  const [before, after] = [partsOf(left), partsOf(right)]
  if (before === null && after === null) return null
  return [...(before ?? [left]), ...(right.type === 'BinaryExpression' ? [right] : (after ?? [right]))]
}

function keyOf(parts: readonly Part[]): string {
  let count = 0
  return parts
    .map((part) => (typeof part === 'string' ? part : `{${count++}}`))
    .join('')
    .trim()
}

function escaped(text: string): string {
  return text.replace(/[\\`]|\$(?=\{)/g, '\\$&').replace(/\r/g, '\\r')
}
