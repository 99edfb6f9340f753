import { expect, test } from 'vitest'
import { regionOfSource } from '../../../../pipeline/steps/region-of-source.ts'

const regionOf = regionOfSource([
  { code: '99', name: '青岭市', level: 'province', aliases: [], media: ['青岭日报'] },
  { code: '98', name: '石桥市', level: 'province', aliases: [] }
])

test('a configured source says where it reports from', () => {
  expect(regionOf({ region: '98' }, { source: '青岭日报' })).toBe('98')
})

test.each(['青岭日报', '青岭日报客户端', '青岭日报官方微博', '青岭日报APP'])('%s goes by its name', (source) => {
  expect(regionOf(undefined, { source })).toBe('99')
  expect(regionOf({ region: null }, { source })).toBe('99')
})

test.each(['石桥日报', '青岭日报社记者', '客户端', ''])('「%s」 is not known', (source) => {
  expect(regionOf(undefined, { source })).toBeNull()
})
