import { describe, expect, test } from 'vitest'
import { decodeText } from '../../../../adapters/web/charset.ts'
import { encodeGbk } from '../../../support/crawlers-gbk.ts'
import { encodeLegacy } from '../../../support/encode-legacy.ts'

const simplified = '临江市消防救援支队通报：今日凌晨化工园区火情已得到控制，无人员伤亡。'
const traditional = '臨江市消防局通報：今日凌晨化工園區火警已受控制，無人傷亡。'
const short = '停水通知'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const gbk = encodeGbk
const big5 = (text: string): Uint8Array => encodeLegacy(text, 'big5')
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))
const utf16be = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le').swap16())
const after = (mark: readonly number[], bytes: Uint8Array): Uint8Array => Uint8Array.from([...mark, ...bytes])

const page = (declared: string, words = simplified): string =>
  `<!DOCTYPE html><html><head>${declared}<title>通知</title></head><body><p>${words}</p></body></html>`
const meta = (charset: string): string => `<meta charset="${charset}">`
const equiv = (charset: string): string => `<meta http-equiv="Content-Type" content="text/html; charset=${charset}">`
const comment = `<!-- ${'template of the portal, do not edit. '.repeat(60)} -->`
/** 㐀 and 𠀀 stand in GB18030 only, with four bytes each. */
const fourBytes = [0x81, 0x39, 0xee, 0x39, 0x95, 0x32, 0x82, 0x36]

type Case = readonly [name: string, bytes: Uint8Array, header: string | null, text: string]
const same = (name: string, text: string, encode: (text: string) => Uint8Array, header: string | null): Case => [name, encode(text), header, text]

const cases: readonly Case[] = [
  same('UTF-8, header', simplified, utf8, 'text/html; charset=utf-8'),
  same('UTF-8, header in capitals', simplified, utf8, 'text/html; charset=UTF-8'),
  same('UTF-8, header without a dash', simplified, utf8, 'text/html; charset=utf8'),
  same('UTF-8, header in quotes', simplified, utf8, "text/html; charset='utf-8'"),
  same('UTF-8, header with more behind', simplified, utf8, 'text/html; charset=utf-8; boundary=x'),
  same('UTF-8, nothing', simplified, utf8, null),
  same('UTF-8, a type only', simplified, utf8, 'text/html'),
  same('UTF-8, short, nothing', short, utf8, null),
  same('UTF-8, meta', page(meta('utf-8')), utf8, 'text/html'),
  same('UTF-8, http-equiv', page(equiv('utf-8')), utf8, 'text/html'),
  same('UTF-8, meta says gb2312', page(meta('gb2312')), utf8, 'text/html'),
  same('UTF-8, http-equiv says GBK', page(equiv('GBK')), utf8, 'text/html'),
  same('UTF-8, meta says big5', page(meta('big5')), utf8, 'text/html'),
  same('UTF-8, header says gbk', simplified, utf8, 'text/html; charset=gbk'),
  same('UTF-8, header says gbk, meta utf-8', page(meta('utf-8')), utf8, 'text/html; charset=gbk'),
  same('UTF-8, header says Latin-1', simplified, utf8, 'text/html; charset=ISO-8859-1'),
  same('UTF-8, header says windows-1252', page(meta('utf-8')), utf8, 'text/html; charset=windows-1252'),
  same('UTF-8, header unknown', simplified, utf8, 'text/html; charset=x-unknown'),
  same('UTF-8, meta says utf-16', page(meta('utf-16')), utf8, 'text/html'),
  same('UTF-8, short, header says gb2312', page('', short), utf8, 'text/html; charset=gb2312'),
  same('UTF-8, traditional', traditional, utf8, 'text/html; charset=utf-8'),
  same('UTF-8, emoji and rare characters', `${simplified}😀𠮷`, utf8, null),
  ['UTF-8 with BOM', after([0xef, 0xbb, 0xbf], utf8(simplified)), 'text/html; charset=utf-8', simplified],
  ['UTF-8 with BOM against a header of GBK', after([0xef, 0xbb, 0xbf], utf8(simplified)), 'text/html; charset=gbk', simplified],
  ['UTF-8 with BOM against a meta of GBK', after([0xef, 0xbb, 0xbf], utf8(page(meta('gbk')))), null, page(meta('gbk'))],
  [
    'UTF-8 with one broken character',
    Uint8Array.from([...utf8(simplified), 0xe4, 0xb8, ...utf8('<p>')]),
    'text/html; charset=utf-8',
    `${simplified}\ufffd<p>`
  ],
  same('GBK, header', simplified, gbk, 'text/html; charset=gbk'),
  same('GBK, header GB2312', simplified, gbk, 'text/html; charset=GB2312'),
  same('GBK, header gb18030', simplified, gbk, 'text/html; charset=gb18030'),
  same('GBK, header cp936', simplified, gbk, 'text/html; charset=cp936'),
  same('GBK, header x-gbk', simplified, gbk, 'text/html; charset=x-gbk'),
  same('GBK, header in quotes', simplified, gbk, 'text/html;charset="gbk"'),
  same('GBK, nothing', simplified, gbk, null),
  same('GBK, short, nothing', short, gbk, null),
  same('GBK, meta', page(meta('gbk')), gbk, 'text/html'),
  same('GBK, http-equiv gb2312', page(equiv('gb2312')), gbk, 'text/html'),
  same('GBK, meta without quotes', page('<meta charset=gbk>'), gbk, 'text/html'),
  same('GBK, meta says utf-8', page(meta('utf-8')), gbk, 'text/html'),
  same('GBK, header says utf-8', simplified, gbk, 'text/html; charset=utf-8'),
  same('GBK, header says utf-8, meta gbk', page(meta('gbk')), gbk, 'text/html; charset=utf-8'),
  same('GBK, short, header says utf-8, meta gbk', page(meta('gbk'), short), gbk, 'text/html; charset=utf-8'),
  same('GBK, header says Latin-1', simplified, gbk, 'text/html; charset=iso-8859-1'),
  same('GBK, header says Latin-1, meta gb2312', page(meta('gb2312')), gbk, 'text/html; charset=iso-8859-1'),
  same('GBK, meta says Latin-1', page(meta('iso-8859-1')), gbk, 'text/html'),
  same('GBK, meta behind a long comment', page(`${comment}${meta('gbk')}`), gbk, 'text/html'),
  same('GBK, a comment names another', page(`<!--${meta('big5')}-->${meta('gbk')}`), gbk, 'text/html'),
  same('GBK, XML', `<?xml version="1.0" encoding="GBK"?><rss><title>${simplified}</title></rss>`, gbk, 'text/xml'),
  same('GBK, XML in single quotes', `<?xml version='1.0' encoding='gb2312'?><rss><title>${simplified}</title></rss>`, gbk, 'application/xml'),
  same(
    'GBK, XML in a feed of its own type',
    `<?xml version="1.0" encoding="gb2312"?><rss><title>${simplified}</title></rss>`,
    gbk,
    'application/rss+xml'
  ),
  same('GBK, JSON', `{"title":"${simplified}"}`, gbk, 'application/json'),
  same('GBK, 联通, which is valid UTF-8 by accident', page(meta('gbk'), '联通'), gbk, 'text/html'),
  same('GBK, traditional characters', page(meta('gbk'), traditional), gbk, 'text/html'),
  ['GB18030, four bytes, header', Uint8Array.from([...gbk(simplified), ...fourBytes]), 'text/html; charset=gb18030', `${simplified}㐀𠀀`],
  ['GB18030, four bytes, header gb2312', Uint8Array.from([...gbk(simplified), ...fourBytes]), 'text/html; charset=gb2312', `${simplified}㐀𠀀`],
  ['GB18030, four bytes, nothing', Uint8Array.from([...gbk(simplified), ...fourBytes]), null, `${simplified}㐀𠀀`],
  ['GB18030 with its mark', after([0x84, 0x31, 0x95, 0x33], gbk(simplified)), 'text/html; charset=utf-8', simplified],
  same('Big5, header', traditional, big5, 'text/html; charset=big5'),
  same('Big5, header Big5-HKSCS', traditional, big5, 'text/html; charset=Big5-HKSCS'),
  same('Big5, meta', page(meta('big5'), traditional), big5, 'text/html'),
  same('Big5, header says utf-8, meta big5', page(meta('big5'), traditional), big5, 'text/html; charset=utf-8'),
  same('Big5, nothing', page('', traditional.repeat(3)).replace('通知', '公告'), big5, 'text/html'),
  ['UTF-16 with a little mark', after([0xff, 0xfe], utf16(page(''))), 'text/html', page('')],
  ['UTF-16 with a big mark', after([0xfe, 0xff], utf16be(page(''))), 'text/html', page('')],
  ['UTF-16, a mark against a header of utf-8', after([0xff, 0xfe], utf16(page(''))), 'text/html; charset=utf-8', page('')],
  same('UTF-16LE, header, no mark', page(''), utf16, 'text/html; charset=utf-16le'),
  same('UTF-16BE, header, no mark', page(''), utf16be, 'text/html; charset=utf-16be'),
  ['HZ, whose letters are seven bits', utf8('<meta charset="hz-gb-2312">~{VPND~}'), 'text/html', '<meta charset="hz-gb-2312">中文'],
  ['HZ, by its header', utf8('<p>~{VPND~} 2026 ~~</p>'), 'text/html; charset=hz-gb-2312', '<p>中文 2026 ~</p>'],
  same('ASCII, nothing', '<p>Linjiang</p>', utf8, null),
  same('ASCII, header gbk', '<p>Linjiang</p>', utf8, 'text/html; charset=gbk'),
  ['Latin-1 under a header of UTF-8', Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x73), 'text/html; charset=utf-8', 'caf\ufffds'],
  same('nothing at all', '', utf8, 'text/html')
]

describe(`${cases.length} ways in which a page says its charset, or does not`, () => {
  test('are at least sixty', () => expect(cases.length).toBeGreaterThanOrEqual(60))

  test('are read right, 99 of 100', () => {
    const wrong = cases.filter(([, bytes, header, text]) => decodeText(bytes, header)?.text !== text)
    expect(wrong.length <= cases.length * 0.01 ? [] : wrong.map(([name]) => name)).toEqual([])
  })

  test('never make a text that is no text of what they cannot read', () => {
    expect(
      decodeText(
        Uint8Array.from({ length: 4000 }, (_, n) => (n * 37) % 256),
        'text/html'
      )
    ).toBeNull()
    expect(decodeText(utf16(page('')).subarray(1), 'text/html')).toBeNull()
  })
})
