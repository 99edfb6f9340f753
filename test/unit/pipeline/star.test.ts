import { array, assert as check, constantFrom, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import type { MentionId } from '../../../core/mention.ts'
import { featuresOf, type Features } from '../../../pipeline/grouping/features.ts'
import { fullestOf } from '../../../pipeline/grouping/star.ts'
import { told } from '../../support/group-mentions.ts'

const plain = (({ mention, assessment }) => featuresOf(mention, assessment))(told({ id: 'a', minute: 0, text: '路边积水' }))

const text = record({ id: constantFrom('a', 'b', 'c', 'd', 'e', 'f'), at: integer({ min: 0, max: 3 }), spots: integer({ min: 0, max: 3 }) }).map(
  ({ id, at, spots }): Features => ({ ...plain, id: id as MentionId, at, spots: new Set(Array.from({ length: spots }, (_, index) => `路${index}`)) })
)

test('the fullest texts are those that sorting finds, whatever the order', () => {
  check(
    property(array(text, { maxLength: 40 }), integer({ min: 1, max: 10 }), (texts, most) => {
      const sorted = texts.toSorted((a, b) => b.spots.size - a.spots.size || a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
      const named = ({ id, at, spots }: Features): string => `${id} ${at} ${spots.size}`
      expect(fullestOf(texts, most).map(named)).toEqual(sorted.slice(0, most).map(named))
    })
  )
})
