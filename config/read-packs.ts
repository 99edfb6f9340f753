import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { Department } from '../core/department.ts'
import type { Rule, RulePack } from '../core/rule.ts'
import { checkOwners, checkPackIds, checkRuleRegions, type PlacedPack, type TakenIds } from './pack-checks.ts'
import type { PackText } from './pack-text.ts'
import { resolveRule, RulePackFile } from './rule-pack.ts'
import { TermLists } from './term-lists.ts'
import { YamlFile, type Problem } from './yaml-file.ts'

/** What packs are held against. */
export interface PackSurroundings {
  /** Of the configuration. */
  readonly directory: string
  readonly departments: readonly Department[]
  /** Division codes, asked for where a rule names regions. */
  readonly regionCodes: () => Promise<readonly string[]>
  /** Files of word lists that packs of the configuration name: what is written on a screen is no way to read others. */
  readonly lists: ReadonlySet<string>
}

export interface ReadPack {
  readonly text: PackText
  /** Of its rules those without fault; null: the pack as a whole cannot be used. */
  readonly pack: RulePack | null
  /** Every rule that is written down, with its line, whether or not it can be used. */
  readonly lines: readonly { readonly id: string; readonly name: string; readonly line: number; readonly usable: boolean }[]
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

const Header = z.strictObject({ ...RulePackFile.shape, rules: z.array(z.unknown()).min(1) })
const OneRule = RulePackFile.shape.rules.element

/**
 * Packs with every check that a configuration is held to, rule by rule: what is wrong with one rule keeps no other out. Of two rules with
 * one id the later is at fault; what is `taken` stands in packs that are not read here.
 */
export async function readPacks(texts: readonly PackText[], surroundings: PackSurroundings, taken?: TakenIds): Promise<ReadPack[]> {
  const lists = new TermLists(surroundings.directory, surroundings.lists)
  const reading: Reading[] = []
  for (const text of texts) {
    reading.push(await readOne(text, lists))
    // A large pack is work for the main loop: whoever waits has their turn in between.
    await setImmediate()
  }
  const placed = reading.map(({ placed }) => placed)
  checkPackIds(placed, taken)
  checkOwners(placed, surroundings.departments)
  if (placed.some(({ rules }) => rules.some(({ rule }) => rule.regions !== undefined))) checkRuleRegions(placed, await surroundings.regionCodes())
  return reading.map(finish)
}

interface Reading {
  readonly text: PackText
  readonly file: YamlFile
  readonly header: z.infer<typeof Header> | undefined
  readonly placed: PlacedPack
}

async function readOne(text: PackText, lists: TermLists): Promise<Reading> {
  const file = new YamlFile(text.file, text.text)
  const header = file.problems.length > 0 ? undefined : file.check(Header)
  if (header !== undefined && header.id !== text.id) file.problem(['id'], `规则包编号应为 ${text.id}：编号定了不再改`)
  const rules: { rule: Rule; index: number }[] = []
  for (const [index, raw] of (header?.rules ?? []).entries()) {
    const before = file.problems.length
    const at = ['rules', index]
    const checked = file.check(OneRule, raw, at)
    const rule = checked === undefined ? undefined : await resolveRule(checked, { file, lists }, at)
    if (rule !== undefined && file.problems.length === before) rules.push({ rule, index })
  }
  return { text, file, header, placed: { id: text.id, file, at: [], rules } }
}

function finish({ text, file, header, placed }: Reading): ReadPack {
  // Ids and regions are looked at once every rule is known.
  const faulty = new Set(file.problems.flatMap(({ field }) => /^rules\.(\d+)/.exec(field)?.[1] ?? []))
  const whole = file.problems.some(({ field, file: where }) => where === file.file && !/^rules\.\d+/.test(field))
  const good = placed.rules.filter(({ index }) => !faulty.has(String(index)))
  const usable = header !== undefined && !whole && good.length > 0
  return {
    text,
    pack: usable ? { ...header, rules: good.map(({ rule }) => rule) } : null,
    lines: (header?.rules ?? []).map((raw, index) => ({
      ...namesOf(raw, index),
      line: file.lineOf(['rules', index]),
      usable: usable && good.some((one) => one.index === index)
    })),
    problems: file.problems,
    warnings: file.warnings
  }
}

const Named = z.object({ id: z.string().catch(''), name: z.string().catch('') })

function namesOf(raw: unknown, index: number): { readonly id: string; readonly name: string } {
  const { data } = Named.safeParse(raw)
  return { id: data?.id || `第 ${index + 1} 条`, name: data?.name ?? '' }
}

/** Files of the word lists that these packs name. */
export function listsNamedBy(texts: readonly PackText[]): Set<string> {
  const named = new Set<string>()
  const look = (value: unknown, folder: string): void => {
    if (typeof value !== 'object' || value === null) return
    if ('list' in value && typeof value.list === 'string') named.add(path.resolve(folder, value.list))
    for (const one of Object.values(value)) look(one, folder)
  }
  for (const { file, text } of texts) look(new YamlFile(file, text).value, path.dirname(file))
  return named
}
