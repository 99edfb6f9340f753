import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pageKeys, type PageKey } from './page-keys.ts'

const path = 'dashboard/words/en.json'

type Catalogue = Readonly<Record<string, string>>

export interface CatalogueState {
  /** Texts of the page without English. */
  readonly missing: readonly PageKey[]
  /** English whose text the page no longer has. */
  readonly unused: readonly string[]
  /** English that names other values than its text, or still holds Chinese: what, and why. */
  readonly faulty: readonly string[]
}

export function readCatalogue(root: string): Catalogue {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Catalogue
}

/** Sorted by text, so that two who add do not meet at the end. */
export function writeCatalogue(root: string, catalogue: Catalogue): void {
  const sorted = Object.fromEntries(Object.entries(catalogue).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(join(root, path), `${JSON.stringify(sorted, null, 2)}\n`)
}

export function catalogueState(root: string): CatalogueState {
  const catalogue = readCatalogue(root)
  const keys = pageKeys(root)
  const used = new Set(keys.map(({ key }) => key))
  return {
    missing: keys.filter(({ key }) => (catalogue[key] ?? '') === ''),
    unused: Object.keys(catalogue).filter((key) => !used.has(key)),
    faulty: Object.entries(catalogue).flatMap(([key, english]) => faultsOf(key, english).map((fault) => `${key}: ${fault}`))
  }
}

/** What a language calls itself stands as it is, and so does what is searched for, which is Chinese. */
const spared = /中文|火灾|起火|伤亡|正文:|作者:|垃圾|焚烧厂|中转站|招聘/g
const queries = new Set([
  '垃圾 焚烧',
  '"道路塌陷"',
  '火灾 OR 起火',
  '火灾 OR 起火 伤亡',
  '爆炸 -演练',
  'title:通报',
  '标题:通报',
  '来源:临江论坛',
  '类型:微博 等级:重大',
  '停水 情感:负面',
  '2026-11-01..2026-11-24 噪声'
])

function faultsOf(key: string, english: string): string[] {
  if (english === '' || (queries.has(key) && english === key)) return []
  const own = new Set(placesOf(key))
  const foreign = placesOf(english).filter((place) => !own.has(place))
  return [
    ...(foreign.length > 0 ? [`{${foreign.join('}, {')}} is no value of the text`] : []),
    ...(/\p{Script=Han}/u.test(english.replace(spared, '')) ? ['the English holds Chinese'] : [])
  ]
}

function placesOf(text: string): string[] {
  return [...text.matchAll(/\{(\d+)/g)].map(([, place = '']) => place)
}

const marks: Readonly<Record<string, string>> = {
  '，': ', ', '、': ', ', '；': '; ', '：': ': ', '。': '. ', '（': ' (', '）': ')', '「': '“', '」': '”', '《': '“', '》': '”',
  '〔': '[', '〕': ']', '【': '[', '】': ']', '！': '!', '？': '?', '－': '–', '／': '/', '＋': '+', '｜': '|', '　': ' ', '～': '–'
} // prettier-ignore

/** The English of a text that is nothing but marks and values; null for one that holds words. */
export function onlyMarks(key: string): string | null {
  if (/\p{Script=Han}/u.test(key)) return null
  return key.replace(/./gu, (mark) => marks[mark] ?? mark)
}
