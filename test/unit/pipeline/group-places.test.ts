import { describe, expect, test } from 'vitest'
import { Clusters } from '../../../pipeline/grouping/clusters.ts'
import { deskSettings } from '../../../pipeline/grouping/desk-settings.ts'
import { featuresOf } from '../../../pipeline/grouping/features.ts'
import { told, type Told } from '../../support/group-mentions.ts'

const talk = '城南夜市昨晚摊位爆满，小吃街排起长队，商户忙到凌晨才收摊。'

function partition(all: readonly Told[]): string[][] {
  const set = new Clusters<null>(deskSettings, () => false)
  for (const words of all) {
    const { mention, assessment } = told(words)
    set.place(featuresOf(mention, assessment), null)
  }
  const clusters = new Set(all.map(({ id }) => set.node(id)?.cluster))
  return [...clusters].map((cluster) => [...(cluster?.nodes.keys() ?? [])].toSorted()).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
}

describe('mentions that say where, and those that do not', () => {
  const here = { id: 'here', text: '路面突然塌陷，一辆路过的公交车整个陷了进去', minute: 0, eventType: '塌陷', spots: ['滨河路'] }
  const there = { id: 'there', text: '地面下沉，沿街两家商铺的外墙裂开了大缝', minute: 10, eventType: '塌陷', spots: ['中山路'] }
  const somewhere = { id: 'somewhere', text: `${here.text}。${there.text}`, minute: 20, eventType: '塌陷', spots: [] }

  test('given two places and a mention that names none but resembles both, then it joins one of them and the two stay two', () => {
    for (const order of [
      [here, there, somewhere],
      [somewhere, here, there],
      [there, somewhere, here]
    ]) {
      const found = partition(order)
      expect(found).toHaveLength(2)
      expect(found.some((ids) => ids.includes('here') && ids.includes('there'))).toBe(false)
    }
  })

  test('given a mention that names both places, then it is one happening, whatever comes first', () => {
    const both = { ...somewhere, id: 'both', spots: ['滨河路', '中山路'] }
    for (const order of [
      [here, there, both],
      [both, there, here]
    ]) {
      expect(partition(order)).toEqual([['both', 'here', 'there']])
    }
  })

  test('given a name that is a part of two others, then it does not make one place of them', () => {
    const part = { ...somewhere, id: 'part', spots: ['河路'] }
    const other = { ...there, spots: ['新河路'] }
    expect(partition([here, other, part]).some((ids) => ids.includes('here') && ids.includes('there'))).toBe(false)
  })

  test('given a name told shorter in other words, then the two are found for each other', () => {
    const found = partition([
      { id: 'full', text: `云港市滨河路发生爆炸。${talk}`, minute: 0, eventType: '爆炸', spots: ['云港市滨河路'] },
      { id: 'short', text: '滨河路那边炸了，玻璃都震碎了', minute: 30, eventType: '爆炸', spots: ['滨河路'] }
    ])
    expect(found).toEqual([['full', 'short']])
  })
})
