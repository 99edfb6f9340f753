import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readState, stateFieldsOf } from '../../../../adapters/elasticsearch/mention-document.ts'
import { observe, textsOf, type MentionState } from '../../../../adapters/elasticsearch/mention-observe.ts'
import { unite } from '../../../../adapters/elasticsearch/mention-twins.ts'
import { observation } from '../../../support/contract-mentions.ts'

const seen = fc
  .uniqueArray(fc.record({ minute: fc.integer({ min: 10, max: 59 }), text: fc.constantFrom('甲', '乙', '丙'), likes: fc.constantFrom(null, 1, 2) }), {
    selector: ({ minute }) => minute,
    minLength: 1,
    maxLength: 8
  })
  .map((sights) => sights.toSorted((a, b) => a.minute - b.minute))

type Sight = { readonly minute: number; readonly text: string; readonly likes: number | null }

function stateOf(sights: readonly Sight[]): MentionState | null {
  return sights.reduce<MentionState | null>(
    (state, { minute, text, likes }) =>
      observe(state, observation({ id: 'a', text, observed: `2031-03-12 10:${minute}`, engagement: { likes } }), minute).state,
    null
  )
}

test('two that saw parts of the same come to the same in either order, and uniting again changes nothing', () => {
  fc.assert(
    fc.property(seen, fc.infiniteStream(fc.boolean()), (sights, sides) => {
      const toOne = sights.map(() => sides.next().value)
      const one = stateOf(sights.filter((_, index) => toOne[index]))
      const other = stateOf(sights.filter((_, index) => !toOne[index]))
      if (one === null || other === null) return
      const united = unite(one, other)
      const whole = stateOf(sights)
      expect(unite(other, one)).toEqual(united)
      expect(unite(united, other)).toEqual(united)
      expect(united.mention).toEqual(whole?.mention)
      expect(united.firstSeenAt).toBe(whole?.firstSeenAt)
      expect(new Set(textsOf(united).map(({ text }) => text))).toEqual(new Set(sights.map(({ text }) => text)))
      expect(readState(stateFieldsOf(united))).toEqual(united)
    })
  )
})
