import { describe, expect, test } from 'vitest'
import { Clusters } from '../../../pipeline/grouping/clusters.ts'
import { featuresOf } from '../../../pipeline/grouping/features.ts'
import { defaultLinkSettings } from '../../../pipeline/grouping/link.ts'
import { told } from '../../support/group-mentions.ts'

const settings = { link: defaultLinkSettings, mostCompared: 40, mostBystanders: 20 }
const blast = '滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。'

function clusters(): Clusters<null> {
  return new Clusters<null>(settings, () => false)
}

function place(set: Clusters<null>, words: Parameters<typeof told>[0]): void {
  const { mention, assessment } = told(words)
  set.place(featuresOf(mention, assessment), null)
}

function talk(number: number, parentId?: string): Parameters<typeof told>[0] {
  return { id: `talk-${number}`, text: `今天第${number}次说起天气`, minute: 0, relevant: false, ...(parentId === undefined ? {} : { parentId }) }
}

describe('the working set when most of what is said is not our business', () => {
  test('given a stream of it, then only the last of it is kept, and what is our business is found as before', () => {
    const set = clusters()
    place(set, { id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'] })
    for (let number = 0; number < 500; number++) place(set, talk(number))
    expect(set.size).toBeLessThanOrEqual(1 + settings.mostBystanders)
    expect(set.node('talk-499')).toBeDefined()
    expect(set.node('talk-0')).toBeUndefined()
    place(set, { id: 'blast-2', text: `转发：${blast}`, minute: 5, eventType: '爆炸', spots: ['滨河路'] })
    expect([...(set.node('blast-2')?.cluster.nodes.keys() ?? [])].toSorted()).toEqual(['blast-1', 'blast-2'])
  })

  test('given an answer that comes before what it answers, then it is joined while it is kept', () => {
    const set = clusters()
    place(set, talk(1, 'blast-1'))
    for (let number = 2; number < 10; number++) place(set, talk(number))
    place(set, { id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'] })
    expect([...(set.node('blast-1')?.cluster.nodes.keys() ?? [])].toSorted()).toEqual(['blast-1', 'talk-1'])
  })

  test('given answers within an incident, then they stay however much is said afterwards', () => {
    const set = clusters()
    place(set, { id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'] })
    const cluster = set.node('blast-1')?.cluster
    if (cluster !== undefined) cluster.incidentId = 'incident'
    place(set, talk(1, 'blast-1'))
    for (let number = 2; number < 100; number++) place(set, talk(number))
    expect(set.node('talk-1')?.cluster.incidentId).toBe('incident')
  })

  test('given a mention that becomes our business, then it is found by what it says', () => {
    const set = clusters()
    place(set, { id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'], relevant: false })
    place(set, { id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'] })
    for (let number = 0; number < 100; number++) place(set, talk(number))
    place(set, { id: 'blast-2', text: `转发：${blast}`, minute: 5, eventType: '爆炸', spots: ['滨河路'] })
    expect(set.node('blast-2')?.cluster.nodes.has('blast-1')).toBe(true)
  })
})
