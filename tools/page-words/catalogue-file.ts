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

/** Stands as it is: what a language calls itself, and what is searched for, which is Chinese. */
const sparedHan = /中文|道路塌陷|通报|垃圾|焚烧厂?|中转站|招聘|火灾|起火|爆炸|演练/g

function faultsOf(key: string, english: string): string[] {
  if (english === '') return []
  const own = new Set(placesOf(key))
  const foreign = placesOf(english).filter((place) => !own.has(place))
  return [
    ...(foreign.length > 0 ? [`{${foreign.join('}, {')}} is no value of the text`] : []),
    ...(/\p{Script=Han}/u.test(english.replace(sparedHan, '')) ? ['the English holds Chinese'] : [])
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
