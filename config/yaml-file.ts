import { readFile } from 'node:fs/promises'
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import type { z } from 'zod'
import { decodeUtf8, firstLineNotUtf8, notUtf8 } from './utf8.ts'
import { yamlWords } from './yaml-words.ts'

/** One thing wrong with a configuration, with the place a person opens to mend it. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly field: string
  readonly reason: string
}

/** `file:line:column field: reason`. */
export function problemLine(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.field === '' ? '(整个文件)' : problem.field}: ${problem.reason}`
}

export type Path = readonly PropertyKey[]

const fileStart = { line: 1, col: 1 } as const
const mostAliases = 50

/** A parsed YAML file that still knows where each field stands. */
export class YamlFile {
  readonly file: string
  /** As it was read. */
  readonly text: string
  readonly value: unknown
  readonly problems: Problem[] = []
  /** What can be used as it is and is probably meant otherwise. */
  readonly warnings: Problem[] = []
  readonly #document: Document
  readonly #lines: LineCounter

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    this.#lines = new LineCounter()
    this.#document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true })
    for (const { code, pos } of [...this.#document.errors, ...this.#document.warnings]) this.#syntaxProblem(pos[0], yamlWords[code])
    if (this.problems.length === 0) this.#checkNodes()
    this.value = this.problems.length === 0 ? this.#toValue() : undefined
  }

  /** A file that is no UTF-8 is an empty one with that problem. */
  static async read(file: string): Promise<YamlFile> {
    const bytes = await readFile(file)
    const text = decodeUtf8(bytes)
    if (text !== null) return new YamlFile(file, text)
    const refused = new YamlFile(file, '')
    refused.problems.push({ file, line: firstLineNotUtf8(bytes) ?? 1, column: 1, field: '', reason: notUtf8 })
    return refused
  }

  /** The value if it fits; every misfit becomes a problem with its place. */
  check<T>(schema: z.ZodType<T>, value: unknown = this.value, at: Path = []): T | undefined {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues) this.#explain(issue, at)
    return undefined
  }

  problem(path: Path, reason: string): void {
    this.problems.push(this.#at(path, reason))
  }

  warn(path: Path, reason: string): void {
    this.warnings.push(this.#at(path, reason))
  }

  /** Of a field, or of what it stands in where it does not stand there itself. */
  lineOf(path: Path): number {
    return this.#placeOf(path).line
  }

  #at(path: Path, reason: string): Problem {
    const { line, col: column } = this.#placeOf(path)
    return { file: this.file, line, column, field: path.map(String).join('.'), reason }
  }

  #syntaxProblem(offset: number, words: string): void {
    const { line, col: column } = this.#lines.linePos(offset)
    this.problems.push({ file: this.file, line: Math.max(line, 1), column: Math.max(column, 1), field: '', reason: `YAML 语法错误：${words}` })
  }

  /** What the parser lets pass: an alias of nothing, and `!词` for a tag, by which the word would be lost. */
  #checkNodes(): void {
    visit(this.#document, {
      Value: (_, { tag, range }) => {
        if (tag?.startsWith('!') === true) this.#syntaxProblem(range?.[0] ?? 0, yamlWords.TAG_RESOLVE_FAILED)
      },
      Alias: (_, alias) => {
        if (alias.resolve(this.#document) === undefined) this.#syntaxProblem(alias.range?.[0] ?? 0, yamlWords.BAD_ALIAS)
      }
    })
  }

  #toValue(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: mostAliases })
    } catch {
      this.#syntaxProblem(0, `别名（*名称）展开后过大，至多 ${mostAliases} 处`)
      return undefined
    }
  }

  #explain(issue: z.core.$ZodIssue, at: Path): void {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) this.problem([...at, ...issue.path, key], '没有这个配置项')
      return
    }
    /* A union that is told by a field has no branch to speak of where that field names none. */
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const best = closestBranch(issue.errors)
      for (const inner of best) this.#explain({ ...inner, path: [...issue.path, ...inner.path] }, at)
      return
    }
    this.problem([...at, ...issue.path], issue.message)
  }

  #placeOf(path: Path): { readonly line: number; readonly col: number } {
    for (let length = path.length; length >= 0; length--) {
      const offset = this.#offsetOf(path.slice(0, length))
      if (offset !== null) return this.#lines.linePos(offset)
    }
    return fileStart
  }

  #offsetOf(path: Path): number | null {
    const last = path.at(-1)
    const parent = path.length === 0 ? null : this.#document.getIn(path.slice(0, -1).map(String), true)
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last))
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? null
    }
    const node =
      path.length === 0
        ? this.#document.contents
        : this.#document.getIn(
            path.map((part) => (typeof part === 'number' ? part : String(part))),
            true
          )
    return isNode(node) ? (node.range?.[0] ?? null) : null
  }
}

/** Of a union's branches, the issues of the one that got furthest: a wrong field inside says more than a wrong kind. */
function closestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    issues.reduce((deepest, issue) => Math.max(deepest, issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)), 0)
  return [...branches].sort((a, b) => depth(b) - depth(a))[0] ?? []
}
