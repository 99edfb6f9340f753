import { describe, expect, test } from 'vitest'
import type { Place } from '../../../../core/assessment.ts'
import { joinAddresses } from '../../../../pipeline/names/join-addresses.ts'

const place = (text: string, offset: number, code: string | null, more: Partial<Place> = {}): Place => ({
  text,
  offset,
  code,
  name: code === null ? null : text,
  ours: true,
  ...more
})

describe('names that follow each other are one address', () => {
  test('from the larger to the smaller, with the code of the smallest division', () => {
    const joined = joinAddresses([place('天津市', 0, '12'), place('和平区', 3, '120101'), place('南京路', 6, null)], [])

    expect(joined).toEqual([{ text: '天津市和平区南京路', offset: 0, code: '120101', name: '和平区', ours: true }])
  })

  test.each([
    ['equals', [place('北京', 0, '11'), place('上海', 2, '31')]],
    ['a division of another', [place('北京市', 0, '11'), place('和平区', 3, '120101')]],
    ['a division behind a road', [place('南京路', 0, null), place('天津', 3, '12')]],
    ['names with something between them', [place('天津市', 0, '12'), place('和平区', 4, '120101')]],
    ['the end of the title and the beginning of the text', [place('天津市', 0, '12', { field: 'title' }), place('和平区', 3, '120101')]]
  ])('but not %s', (_, places) => {
    expect(joinAddresses(places, [])).toEqual(places)
  })
})

test('what stands in the name of an organisation is left out, in its own field alone', () => {
  const inText = place('天津市', 0, '12')
  const inTitle = place('天津市', 0, '12', { field: 'title' })

  expect(joinAddresses([inTitle, inText], [{ text: '天津市公安局', offset: 0 }])).toEqual([inTitle])
})
