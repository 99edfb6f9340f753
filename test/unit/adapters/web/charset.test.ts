import { describe, expect, test } from 'vitest'
import { decodeText } from '../../../../adapters/web/charset.ts'
import { encodeGbk } from '../../../support/crawlers-gbk.ts'

const sentence = '临江市消防救援支队通报：今日凌晨化工园区火情已得到控制，无人员伤亡。'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const page = (charset: string): string => `<html><head><meta charset="${charset}"><title>通报</title></head><body>${sentence}</body></html>`

describe('text of bytes', () => {
  test.each([
    ['UTF-8 by header', utf8(sentence), 'text/html; charset=utf-8', 'utf-8'],
    ['GBK by header', encodeGbk(sentence), 'text/html; charset=GBK', 'gb18030'],
    ['GBK by a quoted header', encodeGbk(sentence), 'text/html; charset="gb2312"', 'gb18030'],
    ['GBK by nothing', encodeGbk(sentence), 'text/html', 'gb18030'],
    ['UTF-8 by nothing', utf8(sentence), null, 'utf-8'],
    ['a BOM against the header', utf8(`\ufeff${sentence}`), 'text/html; charset=gbk', 'utf-8'],
    ['UTF-16 by its BOM', Uint8Array.from([0xff, 0xfe, ...new Uint8Array(Buffer.from(sentence, 'utf16le'))]), 'text/html', 'utf-16le'],
    ['GBK under a header of UTF-8', encodeGbk(sentence), 'text/html; charset=utf-8', 'gb18030'],
    ['UTF-8 under a header of GBK', utf8(sentence), 'text/html; charset=gbk', 'utf-8'],
    ["GBK under a server's default of Latin-1", encodeGbk(sentence), 'text/html; charset=ISO-8859-1', 'gb18030'],
    ['a known nickname', encodeGbk(sentence), 'text/html; charset=cp936', 'gb18030'],
    ['an unknown label on valid UTF-8', utf8(sentence), 'text/html; charset=x-klingon', 'utf-8'],
    ['an unknown label under a BOM', utf8(`\ufeff${sentence}`), 'text/html; charset=x-klingon', 'utf-8']
  ])('%s', (_, bytes, contentType, charset) => {
    expect(decodeText(bytes, contentType)).toEqual({ text: sentence, charset })
  })

  test('a page that declares gb2312 and is stored as UTF-8', () => {
    expect(decodeText(utf8(page('gb2312')), 'text/html')).toEqual({ text: page('gb2312'), charset: 'utf-8' })
  })

  test('a page that declares UTF-8 and is stored as GBK', () => {
    expect(decodeText(encodeGbk(page('utf-8')), 'text/html')).toEqual({ text: page('utf-8'), charset: 'gb18030' })
  })

  test('a declaration inside a comment is none', () => {
    const text = `<!-- <meta charset="big5"> -->${page('gbk')}`
    expect(decodeText(encodeGbk(text), null)).toEqual({ text, charset: 'gb18030' })
  })

  test('two letters that are UTF-8 by accident stay GBK', () => {
    expect(decodeText(encodeGbk('<meta charset=gbk>联通'), 'text/html')?.text).toBe('<meta charset=gbk>联通')
  })

  test('four bytes of GB18030', () => {
    // 㐀 (U+3400) is 81 39 EE 39.
    expect(decodeText(Uint8Array.from([...encodeGbk(sentence), 0x81, 0x39, 0xee, 0x39]), 'text/plain; charset=gb18030')?.text).toBe(`${sentence}㐀`)
  })

  test('Big5', () => {
    expect(decodeText(Uint8Array.of(0xa4, 0xa4, 0xa4, 0xe5), 'text/html; charset=big5')).toEqual({ text: '中文', charset: 'big5' })
  })

  test('UTF-8 that is cut inside a character keeps the rest', () => {
    const bytes = utf8(sentence)
    expect(decodeText(bytes.subarray(0, bytes.length - 1), 'text/html; charset=utf-8')?.text).toBe(`${sentence.slice(0, -1)}\ufffd`)
  })

  test('an unknown label on anything else is an error that names it', () => {
    expect(() => decodeText(encodeGbk(sentence), 'text/html; charset=x-klingon')).toThrow(/unknown charset "x-klingon"/)
  })

  test.each(['image/png', 'application/pdf', 'video/mp4'])('%s is no text', (type) => {
    expect(decodeText(utf8('%PDF'), type)).toBeNull()
  })

  test('bytes with NUL are no text, whatever they are called', () => {
    expect(decodeText(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'text/html')).toBeNull()
  })
})
