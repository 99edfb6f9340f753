import { expect, it } from 'vitest'
import { faviconOf } from '../../../dashboard/favicon.ts'
import { secondsEach } from '../../../dashboard/wall/use-wall-pages.ts'

it.each([
  ['30', 30],
  ['5', 5],
  ['4', null],
  ['0', null],
  ['3601', null],
  ['-30', null],
  ['30.5', null],
  ['x', null],
  [undefined, null],
  [['30', '60'], null]
])('a wall of ?rotate=%j turns every %j seconds', (rotate, seconds) => {
  expect(secondsEach(rotate)).toBe(seconds)
})

it('the tab tells how many nobody signed for, and is plain where none is', () => {
  expect(faviconOf(0)).toBe('/icon.svg')
  expect(decodeURIComponent(faviconOf(7))).toContain('>7</text>')
  expect(decodeURIComponent(faviconOf(120))).toContain('>99</text>')
})
