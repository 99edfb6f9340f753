import type { GazetteerEntry, Lexicon } from '../../core/lexicon.ts'
import type { NameWordKind, NameWordKinds } from './name-start.ts'
import { WordTable } from './word-table.ts'

const ordinals = Array.from('一二三四五六七八九十', (digit) => `第${digit}`)

/** What each word does in a name; the lists written by hand overrule those of the dictionary, and a known name makes one. */
export function nameWordKinds(lexicon: Pick<Lexicon, 'kinds' | 'names'>, placeNames: ReadonlySet<string>): NameWordKinds {
  const { kinds, names } = lexicon
  const found = new Map<string, NameWordKind>()
  const note = (words: readonly string[], kind: NameWordKind): void => words.forEach((word) => void found.set(word, kind))
  note(kinds.verb, 'verb')
  note(kinds.noun, 'noun')
  for (const name of placeNames) found.delete(name)
  for (const name of names.organisations.known.flat()) found.delete(name)
  note(ordinals, 'noun')
  note(names.organisations.before, 'before')
  note(names.organisations.generic, 'generic')
  return new WordTable(found)
}

/** Every name of a place that is known as such. */
export function placeNamesOf(gazetteer: readonly GazetteerEntry[], lexicon: Pick<Lexicon, 'names' | 'world'>): Set<string> {
  return new Set([...gazetteer.flatMap((entry) => [entry.name, ...entry.aliases]), ...lexicon.names.places.known.flat(), ...lexicon.world])
}

/** What a club may be besides: a city, or a word of everyday language. */
export function everydayNames(lexicon: Pick<Lexicon, 'kinds'>, placeNames: ReadonlySet<string>): Set<string> {
  return new Set([...placeNames, ...lexicon.kinds.verb, ...lexicon.kinds.noun])
}
