import { expect, test } from 'vitest'
import { SourceKind } from '../../../core/mention.ts'
import { platformKinds } from '../../../core/platform-coverage.ts'
import { Source, type HealthState, type SourceHealth } from '../../../core/source.ts'
import { PlatformCoverage } from '../../../dashboard-api/contract-coverage.ts'
import { coverageView } from '../../../dashboard-api/views/coverage.ts'
import { neverVisited } from '../../../core/never-visited.ts'
import { at } from '../../support/incidents.ts'

const source = (id: string, kind: SourceKind, more: Partial<Source> = {}): Source =>
  Source.parse({ id, name: `来源${id}`, kind, crawler: 'portal', url: 'https://linjiang.example/', intervalMinutes: 10, ...more })
const row = (sourceId: string, state: HealthState, more: Partial<SourceHealth> = {}): SourceHealth => ({ ...neverVisited(sourceId), state, ...more })

test('every kind of platform stands once on the list, in the order of the notice', () => {
  expect(platformKinds.map(({ kind }) => kind).sort()).toEqual([...SourceKind.options].sort())
  expect(platformKinds.slice(0, 3).map(({ words }) => words)).toEqual(['门户网站', '论坛', '贴吧'])
})

test('the page says what of the list is seen, and where the holes are', () => {
  const sources = [
    source('p1', 'portal'),
    source('p2', 'portal'),
    source('f1', 'forum'),
    source('f2', 'forum'),
    source('w1', 'weibo'),
    source('v1', 'video', { enabled: false }),
    source('h1', 'hotline')
  ]
  const rows = [
    row('p1', 'ok', { lastNewAt: at('08:00') }),
    row('p2', 'quiet', { lastNewAt: at('07:00') }),
    row('f1', 'ok'),
    row('f2', 'blind', { lastError: '被对方拦下：403', faultClass: 'blocked' }),
    row('w1', 'blind'),
    row('v1', 'blind')
  ]
  const view = PlatformCoverage.parse(coverageView(sources, rows, at('09:00')))
  const states = Object.fromEntries(view.kinds.map(({ kind, state }) => [kind, state]))
  expect(states).toMatchObject({
    portal: 'seen',
    forum: 'partly',
    weibo: 'blind',
    video: 'none',
    hotline: 'unproven',
    tieba: 'none',
    'hot-list': 'none'
  })
  // What the notice does not ask for is no hole, and neither is what is only not proven yet.
  expect(view.holes).toEqual(['贴吧', '博客', '微博', '微信', '微视频', '移动客户端', '报刊', '广播电视', '留言板'])
  const [portal, forum] = view.kinds
  expect(portal).toMatchObject({ on: 2, seen: 2, lastNewAt: at('08:00') })
  expect(forum?.sources.map(({ id, faultWords, reason }) => [id, faultWords, reason])).toEqual([
    ['f2', '被对方拦下', '被对方拦下：403'],
    ['f1', null, null]
  ])
})
