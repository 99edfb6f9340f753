import { z } from 'zod'
import { rulePackOf, Term, type Rule, type RuleCondition, type RulePack } from '../core/rule.ts'
import type { Part } from './load.ts'
import { findPatternFault } from './pattern-fault.ts'
import { faultOfWords } from './term-fault.ts'
import type { TermLists } from './term-lists.ts'
import type { Path, YamlFile } from './yaml-file.ts'

const FileTerm = z.union([...Term.options, z.strictObject({ list: z.string().min(1) })])
type FileTerm = z.infer<typeof FileTerm>

/** A pack as a file has it: wherever terms stand, `{list: words/x.txt}` names a list of them, relative to the file. */
export const RulePackFile = rulePackOf(FileTerm)
export type RulePackFile = z.infer<typeof RulePackFile>

/** The pack with the words of its lists put in and its patterns tried; what is wrong becomes a problem with its line and column. */
export async function resolvePack({ value: pack, file, at }: Part<RulePackFile>, lists: TermLists): Promise<Part<RulePack>> {
  const rules: RulePack['rules'] = []
  for (const [index, rule] of pack.rules.entries()) rules.push(await resolveRule(rule, { file, lists }, [...at, 'rules', index]))
  return { value: { ...pack, rules }, file, at }
}

/** The same of one rule. */
export async function resolveRule(rule: RulePackFile['rules'][number], from: Resolving, at: Path): Promise<Rule> {
  return { ...rule, when: await resolveCondition(rule.when, from, [...at, 'when']) }
}

export interface Resolving {
  readonly file: YamlFile
  readonly lists: TermLists
}

const termLists = ['all', 'any', 'none', 'title'] as const

async function resolveCondition(when: RulePackFile['rules'][number]['when'], from: Resolving, at: Path): Promise<RuleCondition> {
  const resolved: RuleCondition = {}
  refuseContradictions(when, from.file, at)
  for (const name of termLists) {
    const terms = when[name]
    if (terms !== undefined) resolved[name] = await resolveTerms(terms, from, [...at, name])
  }
  if (when.near !== undefined) {
    const groups: Term[][] = []
    for (const [index, group] of when.near.groups.entries()) groups.push(await resolveTerms(group, from, [...at, 'near', 'groups', index]))
    resolved.near = { ...when.near, groups }
  }
  if (when.patterns !== undefined) {
    for (const [index, pattern] of when.patterns.entries()) checkPattern(pattern, from, [...at, 'patterns', index])
    resolved.patterns = when.patterns
  }
  return resolved
}

async function resolveTerms(terms: readonly FileTerm[], from: Resolving, at: Path): Promise<Term[]> {
  const resolved: Term[] = []
  for (const [index, term] of terms.entries()) {
    if (typeof term === 'string') {
      const fault = faultOfWords(term)
      if (fault !== null) from.file.problem([...at, index], fault)
      resolved.push(term)
    } else if ('list' in term) {
      for (const word of await from.lists.read(term.list, from.file, [...at, index, 'list'])) resolved.push(word)
    } else {
      checkPattern(term.pattern, from, [...at, index, 'pattern'])
      resolved.push(term)
    }
  }
  return resolved
}

/** A word that keeps a rule from firing cannot be one that makes it fire. Words of lists may: a list is for many rules. */
function refuseContradictions({ all, any, none, title, near }: RulePackFile['rules'][number]['when'], file: YamlFile, at: Path): void {
  const wanted = new Set([all, any, title, ...(near?.groups ?? [])].flatMap((terms) => terms ?? []).filter((term) => typeof term === 'string'))
  for (const [index, term] of (none ?? []).entries()) {
    if (typeof term === 'string' && wanted.has(term)) file.problem([...at, 'none', index], `“${term}”既要有又不许有：它也写在要找的词里`)
  }
}

function checkPattern(pattern: string, { file }: Resolving, at: Path): void {
  const fault = findPatternFault(pattern)
  if (fault !== null) file.problem(at, fault)
}
