import { hourMs, msOf, type Instant } from '../../core/instant.ts'
import type { Elsewhere } from '../elsewhere.ts'
import { notFound, type SiteHandler } from './page.ts'

const length = 6
const step = 5

/** 热榜 as newsnow serves it at `/api/s?id=…`: its entries change places every hour, and some stand there no more. */
export function hotListSite({ list, topics }: Elsewhere['hotList'], now: () => Instant): SiteHandler {
  return (url) => {
    if (url.pathname !== '/api/s' || url.searchParams.get('id') !== list) return notFound
    const hour = Math.floor(msOf(now()) / hourMs)
    const items = topics
      .map((title, index) => ({ id: `topic-${index + 1}`, title, place: (index + hour * step) % topics.length }))
      .filter(({ place }) => place < length)
      .toSorted((a, b) => a.place - b.place)
      .map(({ id, title }) => ({ id, title, url: `${url.origin}/hot/${id}` }))
    const body = JSON.stringify({ status: 'success', id: list, updatedTime: msOf(now()), items })
    return { status: 200, contentType: 'application/json; charset=utf-8', body }
  }
}
