import { expect, test } from 'vitest'
import * as web from '../../../adapters/web/errors.ts'
import { RefusedError } from '../../../core/errors.ts'
import { fetchFaultWords } from '../../../core/fetch-fault-words.ts'
import * as crawling from '../../../crawlers/errors.ts'

const url = 'https://a.example/'

test.each([
  new web.RefusedAddressError(url, 'x'),
  new web.RobotsDisallowedError(url),
  new web.TooLargeError(url, 'x'),
  new web.HttpStatusError(url, 403),
  new web.ServerTroubleError(url, 502),
  new web.RateLimitedError(url, 429, null),
  new web.TimeoutError(url, 1000),
  new web.NetworkError(url, 'x'),
  new web.RobotsUnreachableError(url, 'x'),
  new web.UnknownCharsetError('x'),
  new web.FetchAbortedError(url),
  new crawling.NothingParsedError('s', url, 'x'),
  new crawling.WrongContentError('s', url, 'x', null),
  new crawling.CutOffFeedError('s', url, 1, 'x'),
  new crawling.UnreadableFeedError('s', url, 'x'),
  new crawling.SignInExpiredError('s', url, 'x'),
  new crawling.CooldownError('s', url, 418, 60_000),
  new crawling.PlatformError('s', url, 'x')
])('$code is told in Chinese, and what the technology says of it in brackets', (error) => {
  expect(fetchFaultWords(error)).toMatch(/^\p{Script=Han}/u)
  expect(fetchFaultWords(error)).toContain(`（${error.message}）`)
})

test('what was said in Chinese already, and what nobody foresaw, stays as it is', () => {
  expect(fetchFaultWords(new RefusedError('请填写完整网址'))).toBe('请填写完整网址')
  expect(fetchFaultWords(new crawling.UnusableItemError('s', url, '标题和正文都没有'))).toBe(`s: ${url}: 标题和正文都没有`)
  expect(fetchFaultWords(new TypeError('x is undefined'))).toBe('x is undefined')
})
