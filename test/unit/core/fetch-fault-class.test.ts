import { expect, test } from 'vitest'
import * as web from '../../../adapters/web/errors.ts'
import { fetchFaultClass, fetchFaultClassWords } from '../../../core/fetch-fault-class.ts'
import * as crawling from '../../../crawlers/errors.ts'

const url = 'https://a.example/'

test.each([
  ['network', new web.NetworkError(url, 'ECONNREFUSED')],
  ['network', new web.TimeoutError(url, 1000)],
  ['network', new web.ServerTroubleError(url, 502)],
  ['network', new web.RobotsUnreachableError(url, 'x')],
  ['blocked', new web.HttpStatusError(url, 403)],
  ['blocked', new web.HttpStatusError(url, 412)],
  ['blocked', new web.RateLimitedError(url, 429, null)],
  ['blocked', new web.ServerTroubleError(url, 521)],
  ['blocked', new crawling.CooldownError('s', url, 432, 60_000)],
  ['blocked', new crawling.SignInExpiredError('s', url, 'x')],
  ['gone', new web.HttpStatusError(url, 404)],
  ['gone', new web.HttpStatusError(url, 410)],
  ['changed-layout', new crawling.NothingParsedError('s', url, 'x')],
  ['changed-layout', new crawling.UnreadableFeedError('s', url, 'x')],
  ['too-large', new web.TooLargeError(url, 'x')],
  ['not-allowed', new web.RobotsDisallowedError(url)],
  ['not-allowed', new web.RefusedAddressError(url, 'x')]
] as const)('%s is what %o is', (kind, error) => {
  expect(fetchFaultClass(error)).toBe(kind)
  expect(fetchFaultClassWords(kind)).toMatch(/^\p{Script=Han}+$/u)
})

test('what is no fault of a fetch has no class', () => {
  expect(fetchFaultClass(new TypeError('x is undefined'))).toBeNull()
  expect(fetchFaultClass(new web.FetchAbortedError(url))).toBeNull()
  expect(fetchFaultClass(new web.HttpStatusError(url, 300))).toBeNull()
})
