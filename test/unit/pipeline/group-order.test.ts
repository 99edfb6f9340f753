import { array, assert as check, constant, integer, oneof, property, sample, shuffledSubarray, subarray, tuple, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Clusters } from '../../../pipeline/grouping/clusters.ts'
import { featuresOf, type Features } from '../../../pipeline/grouping/features.ts'
import { defaultLinkSettings } from '../../../pipeline/grouping/link.ts'
import { holds, reconciles } from '../../../pipeline/grouping/star.ts'
import { told } from '../../support/group-mentions.ts'

const settings = { link: defaultLinkSettings, mostCompared: 1000, mostBystanders: 1000 }

/** Sentences that have nothing in common; mentions that quote some of them overlap in every way there is. */
const sentences = [
  '一辆满载砂石的货车侧翻在匝道口，散落的石子铺满三条车道',
  '老旧小区连续停水四天，居民只好去隔壁单位排队接水',
  '夜市商户反映摊位费翻番，管理方称合同早有约定',
  '河面漂来大片死鱼，下游养殖户怀疑有人偷排废液',
  '地下车库被积水淹没，物业至今没有拿出赔付办法',
  '校门口施工围挡占去整条人行道，孩子们只能走机动车道',
  '旧书市场贴出搬迁告示，摊主担心租金涨得太快',
  '夜班公交提前收车，下晚班的工人要步行半个钟头'
]

/** What the documented rule speaks of: the mentions, every link between them, and what a star may hold. */
function graphOf(items: readonly Features[]): { components: Features[][]; isStar: (items: readonly Features[]) => boolean } {
  const left = new Set(items)
  const components: Features[][] = []
  for (const first of items) {
    if (!left.delete(first)) continue
    const component = [first]
    for (const one of component) {
      for (const other of left) {
        // What two make of each other alone: found by their bands, and linked.
        if (partition([one, other]).length > 1) continue
        left.delete(other)
        component.push(other)
      }
    }
    components.push(component)
  }
  const isStar = (texts: readonly Features[]) =>
    texts.some((centre) => holds(centre, texts, settings.link) && reconciles(centre, texts, [], false, settings.link))
  return { components, isStar }
}

function partition(items: readonly Features[]): string[][] {
  const clusters = new Clusters<null>(settings, () => false)
  for (const item of items) clusters.place(item, null)
  const found = new Set(items.map(({ id }) => clusters.node(id)?.cluster))
  return [...found].map((cluster) => [...(cluster?.nodes.keys() ?? [])].toSorted()).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
}

/** The last name says more of the place than the first; most mentions name none. */
const spots = ['滨河路', '中山路', '云港市滨河路']

const quoted = subarray(sentences, { minLength: 1, maxLength: 4 })
const minute = integer({ min: 0, max: 600 })
const named = oneof(constant<string[]>([]), subarray(spots, { maxLength: 2 }))
/** Copies stand behind their twin and are not asked whom they resemble: where places count, no two are of the same words. */
const mentions = oneof(
  array(tuple(quoted, minute, constant<string[]>([])), { minLength: 2, maxLength: 14 }),
  uniqueArray(tuple(quoted, minute, named), { minLength: 2, maxLength: 14, selector: ([parts]) => parts.join('') })
)
const orders = mentions.chain((all) => {
  const items = all.map(([parts, at, names], index) => {
    const { mention, assessment } = told({ id: `m-${index}`, text: parts.join('。'), minute: at, spots: names })
    return featuresOf(mention, assessment)
  })
  return tuple(shuffledSubarray(items, { minLength: items.length }), shuffledSubarray(items, { minLength: items.length }))
})

describe('the order in which the same mentions arrive', () => {
  test('changes nothing where all that is linked has a centre, whichever comes first', () => {
    const sets = sample(orders, 400)
    const changed = sets.filter(([one, other]) => {
      const { components, isStar } = graphOf(one)
      const whole = components.filter(isStar).map((component) => JSON.stringify(component.map(({ id }) => id as string).toSorted()))
      return [one, other].some((order) => {
        const found = new Set(partition(order).map((ids) => JSON.stringify(ids)))
        return whole.some((component) => !found.has(component))
      })
    })
    expect(changed).toEqual([])
  })

  test('given two stars that a mention links, and then the text that holds both, then they are one whichever link was followed first', () => {
    const quotes = [
      ['m-4', 1, 4, 6],
      ['m-1', 2, 3, 7],
      ['m-2', 6, 7],
      ['m-5', 0, 2, 5, 6],
      ['m-3', 1, 2, 3, 6],
      ['m-0', 0, 2, 4, 7]
    ] as const
    const order = quotes.map(([id, ...parts]) => {
      const { mention, assessment } = told({ id, text: parts.map((part) => sentences[part]).join('。'), minute: 0 })
      return featuresOf(mention, assessment)
    })
    const { components, isStar } = graphOf(order)
    const whole = components.find((component) => component.length === 5) ?? []
    expect(isStar(whole)).toBe(true)
    expect(partition(order)).toContainEqual(whole.map(({ id }) => id as string).toSorted())
    expect(partition(order.toReversed())).toContainEqual(whole.map(({ id }) => id as string).toSorted())
  })

  test('never makes an incident that is no star, or that joins what no links lead to', () => {
    check(
      property(orders, ([one]) => {
        const { components, isStar } = graphOf(one)
        for (const ids of partition(one)) {
          const texts = one.filter(({ id }) => ids.includes(id))
          expect(isStar(texts)).toBe(true)
          expect(components.some((component) => texts.every((text) => component.includes(text)))).toBe(true)
        }
      }),
      { numRuns: 400 }
    )
  })

  test('given a chain of likenesses, then its ends are not one matter, whatever comes first', () => {
    const chain = sentences.slice(0, -2).map((_, index) => {
      const { mention, assessment } = told({ id: `m-${index}`, text: sentences.slice(index, index + 3).join('。'), minute: index })
      return featuresOf(mention, assessment)
    })
    expect(graphOf(chain).components).toHaveLength(1)
    for (const order of [chain, chain.toReversed()]) {
      const found = partition(order)
      expect(found.length).toBeGreaterThan(1)
      expect(found.some((ids) => ids.includes('m-0') && ids.includes('m-5'))).toBe(false)
    }
  })
})
