import { expect, test } from 'vitest'
import * as web from '../../../adapters/web/errors.ts'
import type { WanglouError } from '../../../core/errors.ts'
import { fetchFaultClass, fetchFaultClassWords } from '../../../core/fetch-fault-class.ts'
import * as crawling from '../../../crawlers/errors.ts'

const url = 'https://a.example/'

test.each([
  ['network', new web.NetworkError(url, 'ECONNREFUSED')],
  ['network', new web.TimeoutError(url, 1000)],
  ['network', new web.ServerTroubleError(url, 502)],
  ['network', new web.RobotsUnreachableError(url, 'x')],
  ['network', new crawling.CutOffFeedError('s', url, 1, 'x')],
  ['network', new crawling.PlatformError('s', url, 'x')],
  ['network', new crawling.StaleListError('s', url, 'x')],
  ['blocked', new web.HttpStatusError(url, 403)],
  ['blocked', new crawling.LoginWallError('s', url, 'x')],
  ['blocked', new crawling.BlockPageError('s', url, 'x')],
  ['blocked', new web.HttpStatusError(url, 412)],
  ['blocked', new web.RateLimitedError(url, 429, null)],
  ['blocked', new web.ServerTroubleError(url, 521)],
  ['blocked', new crawling.CooldownError('s', url, 432, 60_000)],
  ['blocked', new crawling.SignInExpiredError('s', url, 'x')],
  ['gone', new web.HttpStatusError(url, 404)],
  ['gone', new web.HttpStatusError(url, 410)],
  ['changed-layout', new crawling.NothingParsedError('s', url, 'x')],
  ['changed-layout', new crawling.UnreadableFeedError('s', url, 'x')],
  ['changed-layout', new crawling.WrongContentError('s', url, 'x', null)],
  ['changed-layout', new web.UnknownCharsetError('x')],
  ['changed-layout', new web.HttpStatusError(url, 310)],
  ['changed-layout', new web.HttpStatusError(url, 400)],
  ['too-large', new web.TooLargeError(url, 'x')],
  ['not-allowed', new web.RobotsDisallowedError(url)],
  ['not-allowed', new web.RefusedAddressError(url, 'x')]
] as const)('%s is what %o is', (kind, error) => {
  expect(fetchFaultClass(error)).toBe(kind)
  expect(fetchFaultClassWords(kind)).toMatch(/^\p{Script=Han}+$/u)
})

test('each failure of a fetch or of a crawler has a class, or is known to need none', () => {
  const ours = new Set(['fetch-aborted', 'no-browser', 'unusable-item', 'articles-unread'])
  const without = [...Object.values(web), ...Object.values(crawling)]
    .map((Failure) => Reflect.construct(Failure, ['x', 400, 'x', 'x']) as WanglouError)
    .filter((error) => fetchFaultClass(error) === null && !ours.has(error.code))
  expect(without.map(({ code }) => code)).toEqual([])
})

test('what is no fault of a fetch has no class', () => {
  expect(fetchFaultClass(new TypeError('x is undefined'))).toBeNull()
  expect(fetchFaultClass(new web.FetchAbortedError(url))).toBeNull()
  expect(fetchFaultClass(new crawling.NoBrowserError('s', url))).toBeNull()
})
