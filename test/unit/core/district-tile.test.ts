import { describe, expect, it } from 'vitest'
import { DistrictTiles, tilesInOrder } from '../../../core/district-tile.ts'

const divisions = [
  { code: '90', name: '海东省' },
  { code: '9001', name: '云港市' },
  { code: '900102', name: '望海区' },
  { code: '900101', name: '临江区' },
  { code: '900104', name: '蓟县' },
  { code: '900101001', name: '江堤路街道' },
  { code: '12', name: '天津市' },
  { code: '120101', name: '和平区' }
]

describe('districts that nobody sketched', () => {
  it('stand in the order of their codes, by their short names', () => {
    expect(tilesInOrder(divisions, ['9001'])).toEqual([
      { code: '900101', name: '临江', column: 1, row: 1 },
      { code: '900102', name: '望海', column: 2, row: 1 },
      { code: '900104', name: '蓟县', column: 3, row: 1 }
    ])
  })

  it('are those right below the jurisdiction, though a city may have no level between', () => {
    expect(tilesInOrder(divisions, ['12']).map(({ name }) => name)).toEqual(['和平'])
    expect(tilesInOrder(divisions, []).map(({ name }) => name)).toEqual(['天津', '海东'])
    expect(tilesInOrder(divisions, ['900101']).map(({ name }) => name)).toEqual(['江堤路'])
    expect(tilesInOrder(divisions, ['31'])).toEqual([])
  })
})

describe('a sketch', () => {
  const tile = { code: '900101', name: '临江', column: 1, row: 1 }

  it('with a square or a code twice is refused by name', () => {
    const said = (tiles: unknown): string[] => DistrictTiles.safeParse(tiles).error?.issues.map(({ message }) => message) ?? []
    expect(said([tile, { ...tile, code: '900102', name: '望海' }])).toEqual(['第 1 行第 1 列已是临江'])
    expect(said([tile, { ...tile, column: 2 }])).toEqual(['区划 900101 写了两遍'])
    expect(said([tile, { ...tile, code: '900102', column: 2 }])).toEqual([])
  })
})
