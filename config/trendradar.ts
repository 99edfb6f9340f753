import { withoutEdgeLooks } from './look-around.ts'
import { findPatternFault } from './pattern-fault.ts'
import { faultOfWords } from './term-fault.ts'

/** One group of a TrendRadar word file, as a rule has it. */
export interface TrendRadarRule {
  readonly name: string
  readonly line: number
  readonly all: readonly TrendRadarTerm[]
  readonly any: readonly TrendRadarTerm[]
  readonly none: readonly TrendRadarTerm[]
  /** `@N`: how many were shown of the group at most. */
  readonly mostShown: number | null
}

export type TrendRadarTerm = string | { readonly pattern: string }

export interface TrendRadarFault {
  readonly line: number
  readonly column: number
  readonly reason: string
}

interface Entry {
  readonly kind: 'all' | 'any' | 'none'
  readonly term: TrendRadarTerm
  readonly words: string
  readonly alias: string | null
}

interface Group {
  readonly line: number
  alias: string | null
  mostShown: number | null
  readonly entries: Entry[]
}

/**
 * Reads TrendRadar's `frequency_words.txt`: groups of lines between blank lines; `word`, `+must`, `!exclude`, `@N`, `/re/`,
 * `… => alias`, `[group]` as a group's first line; `[GLOBAL_FILTER]` begins words that exclude everywhere, `[WORD_GROUPS]` ends
 * them. What cannot be carried over becomes a fault with its line and column; the rest is still read.
 */
export function readTrendRadar(text: string): { readonly rules: readonly TrendRadarRule[]; readonly faults: readonly TrendRadarFault[] } {
  const faults: TrendRadarFault[] = []
  const groups: Group[] = []
  const everywhere: TrendRadarTerm[] = []
  let isGlobal = false
  let group: Group | null = null
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1
    const words = raw.trim()
    const fault = (reason: string): void => void faults.push({ line, column: raw.length - raw.trimStart().length + 1, reason })
    if (words.startsWith('#')) continue
    if (words === '') {
      group = null
      continue
    }
    if (words === '[GLOBAL_FILTER]' || words === '[WORD_GROUPS]') {
      isGlobal = words === '[GLOBAL_FILTER]'
      group = null
      continue
    }
    if (isGlobal) {
      const entry = readEntry(words.replace(/^!/, ''), fault)
      if (entry !== null) everywhere.push(entry.term)
      continue
    }
    if (group === null) groups.push((group = { line, alias: null, mostShown: null, entries: [] }))
    readGroupLine(words, group, fault)
  }
  return { rules: groups.flatMap((one) => ruleOf(one, everywhere, faults)), faults }
}

function readGroupLine(words: string, group: Group, fault: (reason: string) => void): void {
  const alias = /^\[(.+)\]$/.exec(words)?.[1]?.trim()
  if (alias !== undefined && alias !== '' && group.entries.length === 0) {
    group.alias = alias
    return
  }
  if (words.startsWith('@')) {
    const most = /^@(\d+)$/.exec(words)?.[1]
    if (most === undefined) fault(`@ 后应为数字：${words}`)
    else group.mostShown = Number(most)
    return
  }
  const entry = readEntry(words, fault)
  if (entry !== null) group.entries.push(entry)
}

function readEntry(words: string, fault: (reason: string) => void): Entry | null {
  const kind = words.startsWith('+') ? 'all' : words.startsWith('!') ? 'none' : 'any'
  const [, body = '', alias = ''] = /^(.*?)(?:\s*=>\s*(.*))?$/.exec(kind === 'any' ? words : words.slice(1)) ?? []
  const term = body.trim()
  if (term === '') {
    fault(`没有词：${words}`)
    return null
  }
  const named = alias.trim() === '' ? null : alias.trim()
  const pattern = /^\/(.+)\/[a-z]*$/.exec(term)?.[1]
  if (pattern === undefined) {
    const reason = faultOfPlain(term)
    if (reason === null) return { kind, term, words: term, alias: named }
    fault(reason)
    return null
  }
  const translated = withoutEdgeLooks(pattern)
  const reason = findPatternFault(translated)
  if (reason === null) return { kind, term: { pattern: translated }, words: pattern, alias: named }
  fault(`/${pattern}/ ${reason}`)
  return null
}

/** What begins like a name or a pattern and is none would be looked for letter by letter, and never be found. */
function faultOfPlain(term: string): string | null {
  if (term.startsWith('/')) return `正则没有写完，应为 /…/：${term}`
  if (/^\[.+\]$/.test(term)) return `组名只能写在一组的第一行：${term}`
  if (term.startsWith('[')) return `组名没有写完，应为 [名称]：${term}`
  return faultOfWords(term)
}

function ruleOf(group: Group, everywhere: readonly TrendRadarTerm[], faults: TrendRadarFault[]): TrendRadarRule[] {
  const of = (kind: Entry['kind']): TrendRadarTerm[] => group.entries.filter((entry) => entry.kind === kind).map(({ term }) => term)
  const [all, any, none] = [of('all'), of('any'), of('none')]
  if (all.length === 0 && any.length === 0) {
    faults.push({ line: group.line, column: 1, reason: '这一组没有要找的词（只有过滤词，或都未能导入）' })
    return []
  }
  return [{ name: nameOf(group), line: group.line, all, any, none: [...none, ...everywhere], mostShown: group.mostShown }]
}

/** As TrendRadar shows it: the group's alias, else the aliases of its lines, else its words. */
function nameOf({ alias, entries }: Group): string {
  if (alias !== null) return alias
  const wanted = entries.filter(({ kind }) => kind !== 'none')
  const aliases = wanted.flatMap((entry) => (entry.alias === null ? [] : [entry.alias]))
  return aliases.length > 0
    ? [...new Set(aliases)].join(' / ')
    : wanted
        .slice(0, 3)
        .map(({ words }) => words)
        .join(' / ')
}
