import { expect, test } from 'vitest'
import { withoutCounters } from '../../../crawlers/portal/without-counters.ts'

test.each([
  ['仓库发生火情 (阅读 1024)', '仓库发生火情'],
  ['仓库发生火情【更新】 1024次浏览', '仓库发生火情【更新】'],
  ['火情已致3人受伤', '火情已致3人受伤'],
  ['评论：3天后再看', '评论：3天后再看']
])('%s stays %s while it is read and answered', (title, stays) => {
  expect(withoutCounters(title)).toBe(stays)
})
