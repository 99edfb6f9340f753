import { defaultOwner, type Rule } from '../core/rule.ts'
import type { Department } from '../core/department.ts'
import { nearestName } from './suggest.ts'
import type { Path, YamlFile } from './yaml-file.ts'

/** A pack with the place of each of its rules, of which some may have been refused. */
export interface PlacedPack {
  readonly id: string
  readonly file: YamlFile
  readonly at: Path
  readonly rules: readonly { readonly rule: Rule; readonly index: number }[]
}

/** Ids of packs and rules that stand elsewhere already. */
export interface TakenIds {
  readonly packs: Iterable<string>
  readonly rules: Iterable<string>
}

/** Ids that stand twice. The later one is at fault. */
export function checkPackIds(packs: readonly PlacedPack[], taken: TakenIds = { packs: [], rules: [] }): void {
  const ids = new Set(taken.packs)
  const rules = new Set(taken.rules)
  for (const { id, file, at, rules: own } of packs) {
    if (ids.has(id)) file.problem([...at, 'id'], `规则包编号 ${id} 重复`)
    ids.add(id)
    for (const { rule, index } of own) {
      if (rules.has(rule.id)) file.problem([...at, 'rules', index, 'id'], `规则编号 ${rule.id} 重复`)
      rules.add(rule.id)
    }
  }
}

/** Who answers for a rule is mostly a department, and may be an office within one; the default stands in packs that other desks use too. */
export function checkOwners(packs: readonly PlacedPack[], departments: readonly Department[]): void {
  const known = departments.flatMap(({ id, name, aliases }) => [id, name, ...aliases])
  for (const { file, at, rules } of packs) {
    for (const { rule, index } of rules) {
      if (rule.owner === defaultOwner || known.includes(rule.owner)) continue
      file.warn([...at, 'rules', index, 'owner'], `${unknown('部门', rule.owner, known)}；若是内设处室可不理会`)
    }
  }
}

/** A rule for a region that no place lies in would never fire. */
export function checkRuleRegions(packs: readonly PlacedPack[], codes: readonly string[]): void {
  for (const { file, at, rules } of packs) {
    for (const { rule, index } of rules) {
      for (const [i, region] of (rule.regions ?? []).entries()) {
        if (!codes.some((code) => code.startsWith(region))) file.problem([...at, 'rules', index, 'regions', i], `地名库中没有区划代码 ${region}`)
      }
    }
  }
}

export function unknown(what: string, given: string, known: readonly string[]): string {
  const near = nearestName(given, known)
  return `没有这个${what}：${given}${near === null ? '' : `，是否应为 ${near}?`}`
}
