import { describe, expect, test } from 'vitest'
import { parseInstant, type Instant } from '../../../core/instant.ts'
import { readLinks } from '../../../crawlers/portal/links.ts'
import { PortalSettings } from '../../../crawlers/portal/settings.ts'

const now = parseInstant('2026-11-23T12:00:00+08:00') as Instant
const read = (rows: (n: number) => string, settings: Record<string, unknown> = {}) =>
  readLinks(`<html><body>${[1, 2, 3].map(rows).join('')}</body></html>`, 'https://a.example/list/', PortalSettings.parse({ ...settings }), now).map(
    ({ url, published }) => [url, published?.at]
  )
const wanted = [1, 2, 3].map((n) => [`https://a.example/n/${n}x`, '2026-11-20T16:00:00.000Z'])
const title = (n: number): string => `临江区第${n}项工程进展`

describe('rows of a list', () => {
  test.each(['[11-21]', '(11-21)', '（11-21）', '【11-21】', '· 11-21', '11-21'])('with their date written %s', (date) => {
    expect(read((n) => `<li><a href="/n/${n}x">${title(n)}</a> ${date}</li>`)).toEqual(wanted)
    expect(read((n) => `<li><a href="/n/${n}x"><span>${date}</span>${title(n)}</a></li>`)).toEqual(date.startsWith('·') ? [] : wanted)
    expect(read((n) => `<li><a href="/n/${n}x">${title(n)}</a> ${date}</li>`, { list: { item: 'li' } })).toEqual(wanted)
    expect(read((n) => `<li><a href="/n/${n}x">${title(n)}</a><i>${date}</i></li>`, { list: { item: 'li', time: 'i' } })).toEqual(wanted)
  })

  test('with a cell for a dot', () => {
    expect(read((n) => `<table><tr><td>·</td><td><a href="/n/${n}x">${title(n)}</a></td><td>11-21</td></tr></table>`)).toEqual(wanted)
  })

  test('with a picture that leads to the same article', () => {
    expect(read((n) => `<div><a href="/n/${n}x"><img src="1.png"></a><a href="/n/${n}x">${title(n)}</a> 11-21</div>`)).toEqual(wanted)
  })

  test('with parameters that name no page', () => {
    const rows = (n: number): string => `<li><a href="/n/${n}x?visitor=${n}7">${title(n)}</a> 11-21</li>`
    expect(read(rows, { ignoreParams: ['visitor'] })).toEqual(wanted)
  })
})
