import { readGazetteer } from '../config/gazetteer.ts'
import type { PackText } from '../config/pack-text.ts'
import { listsNamedBy, readPacks, type PackSurroundings, type ReadPack } from '../config/read-packs.ts'
import type { Config } from '../config/schema.ts'
import type { RuleBook } from '../core/rule-book/book.ts'
import { DamagedDataError } from '../core/errors.ts'
import type { RefusedRule } from '../core/rule-book/loaded-rules.ts'
import type { RulePack } from '../core/rule.ts'
import type { Ground } from './ground.ts'

export interface PacksInForce {
  readonly book: RuleBook
  readonly read: readonly ReadPack[]
  /** What can be used of them. */
  readonly packs: readonly RulePack[]
  readonly refused: readonly RefusedRule[]
}

type Shelves = Pick<Ground, 'config'> & { readonly stores: Pick<Ground['stores'], 'evidence'> }

/** The same for who only judges by them: where the book changes nothing, the files were checked when they were read. */
export async function packsToJudgeBy(
  ground: Shelves,
  book: RuleBook,
  surroundings: PackSurroundings
): Promise<Pick<PacksInForce, 'book' | 'packs' | 'refused'>> {
  if ([...book.inForce.values()].every(({ text }) => text === null)) return { book, packs: ground.config.packs, refused: [] }
  return await packsInForce(ground, book, surroundings)
}

/** Packs of the files with those of the rule book laid over them. What cannot be used is told and left out; nothing stops for it. */
export async function packsInForce(ground: Shelves, book: RuleBook, surroundings: PackSurroundings): Promise<PacksInForce> {
  const { config } = ground
  const laidOver = new Map<string, PackText>()
  for (const { pack, text } of book.inForce.values()) {
    if (text === null) continue
    laidOver.set(pack, { id: pack, file: fileOf(config, pack), text: await textOf(ground, text) })
  }
  const texts = [
    ...config.packTexts.map((one) => laidOver.get(one.id) ?? one),
    ...[...laidOver.values()].filter(({ id }) => config.packTexts.every((one) => one.id !== id))
  ]
  const first = await readPacks(texts, surroundings)
  const broken = new Set(first.filter(({ pack, text: { id } }) => pack === null && laidOver.has(id)).map(({ text: { id } }) => id))
  if (broken.size === 0) return inForceOf(book, first, first)
  // A version that cannot be used as a whole leaves the file's own pack in its place.
  const kept = texts.flatMap((one) => (broken.has(one.id) ? config.packTexts.filter(({ id }) => id === one.id) : [one]))
  return inForceOf(book, await readPacks(kept, surroundings), first)
}

function inForceOf(book: RuleBook, read: readonly ReadPack[], told: readonly ReadPack[]): PacksInForce {
  return { book, read, packs: read.flatMap(({ pack }) => (pack === null ? [] : [pack])), refused: told.flatMap(refusedOf) }
}

function refusedOf({ text: { id }, pack, lines, problems }: ReadPack): RefusedRule[] {
  return problems.map(({ file, line, field, reason }) => {
    const rule = pack === null ? undefined : lines[Number(/^rules\.(\d+)/.exec(field)?.[1] ?? -1)]
    return { pack: id, rule: rule?.id ?? null, file, line, reason }
  })
}

/** Where a pack stands, or would: word lists are named from there. */
export function fileOf({ packTexts, directory }: Pick<Config, 'packTexts' | 'directory'>, pack: string): string {
  return packTexts.find(({ id }) => id === pack)?.file ?? `${directory}/${pack}.yaml`
}

async function textOf({ stores }: Shelves, key: string): Promise<string> {
  const kept = await stores.evidence.get(key)
  if (kept === null) throw new DamagedDataError(`规则库：存储中没有 ${key} 的文本`, { metadata: { key } })
  return new TextDecoder().decode(kept.bytes)
}

/** What every reading of packs is held against; places are read when a rule first names one. */
export function packSurroundings(config: Config): PackSurroundings {
  let codes: Promise<readonly string[]> | null = null
  return {
    directory: config.directory,
    departments: config.departments,
    regionCodes() {
      codes ??= Promise.all(config.gazetteer.map(readGazetteer)).then((read) => read.flat().map(({ code }) => code))
      return codes
    },
    lists: listsNamedBy(config.packTexts)
  }
}
