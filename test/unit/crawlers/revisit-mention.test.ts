import { expect, test } from 'vitest'
import { wayBackTo } from '../../../crawlers/revisit/revisit-mention.ts'
import { observation } from '../../support/contract-mentions.ts'
import { sourceOn } from '../../support/crawlers-world.ts'

const weibo = sourceOn('https://m.weibo.cn', 'weibo', '/', { uids: ['1'] })

test.each([
  ['weibo:5001', true],
  ['weibo-comment:9', false],
  ['tieba-comment:9', false]
])('%s is looked at again: %s, since a comment has no page of its own', (id, isLookedAt) => {
  const { mention } = observation({ id, kind: 'weibo' })
  const one = { ...mention, sourceId: weibo.id, url: 'https://m.weibo.cn/detail/5001' }
  expect(wayBackTo(one, new Map([[weibo.id, weibo]])) !== null).toBe(isLookedAt)
})
