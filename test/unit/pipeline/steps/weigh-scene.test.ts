import { expect, test } from 'vitest'
import type { PlaceReading } from '../../../../pipeline/steps/find-places.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { weighScene } from '../../../../pipeline/steps/weigh-scene.ts'

/** 甲 is ours, 乙 elsewhere, 爆 what happens. */
function weigh(text: string, title: string | null = null): Pick<PlaceReading, 'oursWeight' | 'elsewhereWeight'> {
  const document = normalise({ title, text })
  const placesOf = (sign: string): { start: number; end: number }[] =>
    Array.from(document.plain.matchAll(new RegExp(sign, 'g')), ({ index }) => ({ start: index, end: index + 1 }))
  const ours = placesOf('甲')
  const elsewhere = placesOf('乙')
  const marks = [...ours.map((at) => ({ ...at, ours: true })), ...elsewhere.map((at) => ({ ...at, ours: false }))].sort((a, b) => a.start - b.start)
  const reading = {
    places: [],
    known: [],
    spots: [],
    ownWords: [],
    explain: () => [],
    marks,
    oursWeight: ours.length,
    elsewhereWeight: elsewhere.length
  }
  const { oursWeight, elsewhereWeight } = weighScene(document, reading, placesOf('爆'))
  return { oursWeight, elsewhereWeight }
}

test.each([
  ['the clause of what happens', '甲爆，乙乙乙', 2.5, 0.5],
  ['the clause of a toll', '乙三人死亡，甲甲甲', 0.5, 1.5],
  ['the nearest clause before in the sentence', '乙，甲来，爆，乙', 2.5, 0.5],
  ['the next one behind, where none is before', '爆，就是甲。乙乙', 2.5, 0.5],
  ['not another sentence', '甲。爆。乙乙', 1, 2],
  ['the name behind 在, of several', '乙乙来人在甲爆，乙', 2.5, 0.5],
  ['both of one clause', '甲乙爆', 2.5, 1.5],
  ['each clause once', '甲甲爆爆，乙', 2.5, 0.5],
  ['not the clause of those who only left', '甲疏散，乙爆', 0.5, 1.5],
  ['the first of its sentence too', '甲。乙，爆，甲', 0.5, 1.5],
  ['where those who come to help are from is not', '甲援疆医生参与救治爆，乙爆', 0.5, 1.5],
  ['yes, where they come to harm themselves', '甲援疆医生爆，乙', 2.5, 0.5],
  ['yes, where another clause says that somebody helps', '甲援疆医生爆，参与救治，乙', 2.5, 0.5],
  ['each of several', '甲爆，乙爆，乙爆', 2.5, 2.5],
  ['nothing where nothing happens', '甲，乙乙', 1, 2],
  ['nothing where all is ours', '甲爆，甲', 2, 0],
  ['nothing where all is elsewhere', '乙爆，乙', 0, 2]
])('%s', (_, text, oursWeight, elsewhereWeight) => {
  expect(weigh(text)).toEqual({ oursWeight, elsewhereWeight })
})

test('the title weighs as three', () => {
  expect(weigh('乙爆，乙', '甲爆')).toEqual({ oursWeight: 6.5, elsewhereWeight: 1.5 })
})
