import { describe, expect, test } from 'vitest'
import { DomDocument } from '../../../../adapters/web/dom/document.ts'
import { parseInto, TooDeepError } from '../../../../adapters/web/dom/parse-html.ts'

function documentOf(html: string): DomDocument {
  const document = new DomDocument()
  parseInto(document, document, html)
  return document
}

const words = '<div id="a" class="x y"><p>一</p><p>二<b>三</b></p><!--注--></div>'

describe('a page as a tree', () => {
  test('names of attributes in capitals are the same names, and the first of two counts', () => {
    const meta = documentOf('<META NAME="PubDate" CONTENT="2026-11-23" content="2020-01-01">').querySelector('meta')
    expect(meta?.getAttribute('name')).toBe('PubDate')
    expect(meta?.getAttribute('content')).toBe('2026-11-23')
  })

  test('a name that JavaScript gives to every object is no attribute', () => {
    const element = documentOf('<p __proto__="x">字</p>').querySelector('p')
    expect(element?.getAttribute('constructor')).toBeNull()
    expect(element?.getAttribute('__proto__')).toBe('x')
  })

  test('a text with references in it is one text', () => {
    const p = documentOf('<p>临江&amp;江北&nbsp;通报</p>').querySelector('p')
    expect(p?.childNodes.length).toBe(1)
    expect(p?.textContent).toBe('临江&江北\u00a0通报')
  })

  test.each([
    ['stands behind its head', '<html><head></head><body><p>字</p></body></html>'],
    ['stands behind something else', '<html><head></head><noscript>脚本</noscript><body><p>字</p></body></html>'],
    ['stands in a second html', '<html><html><body><p>字</p></body></html></html>']
  ])('its body is found where it %s', (_, html) => {
    expect(documentOf(html).body.textContent).toBe('字')
  })

  test('a page without a body has an empty one', () => {
    expect(documentOf('<html><head><title>题</title></head></html>').body.textContent).toBe('')
  })

  test('what is nested deeper than anything readable is refused', () => {
    expect(() => documentOf('<div>'.repeat(501))).toThrow(TooDeepError)
    expect(() => documentOf('<div>'.repeat(400))).not.toThrow()
  })
})

describe('a tree that is changed', () => {
  test('says its text as it stands now', () => {
    const div = documentOf(words).querySelector('div')
    expect(div?.textContent).toBe('一二三')
    div?.querySelector('b')?.remove()
    expect(div?.textContent).toBe('一二')
    div?.appendChild(div.ownerDocument.createTextNode('四'))
    expect(div?.textContent).toBe('一二四')
  })

  test('moves an element that is put elsewhere', () => {
    const document = documentOf(words)
    const [first, second] = document.querySelectorAll('p')
    second?.appendChild(first ?? second)
    expect(document.querySelector('div')?.innerHTML).toBe('<p>二<b>三</b><p>一</p></p><!--注-->')
    expect(first?.nextElementSibling).toBeNull()
    expect(second?.previousElementSibling).toBeNull()
  })

  test('puts one node in the place of another', () => {
    const document = documentOf(words)
    const [first] = document.querySelectorAll('p')
    const span = document.createElement('SPAN')
    first?.parentNode?.replaceChild(span, first)
    expect(document.querySelector('div')?.children.map(({ tagName }) => tagName)).toEqual(['SPAN', 'P'])
    expect(first?.parentNode).toBeNull()
  })

  test.each(['<p title="&quot;a&amp;b&quot;">1 &lt; 2 &amp; 3</p>', '<script>if (a < b && c) d()</script>', '<p>一<br>二</p><!--注-->'])(
    'written and read again, %s is the same',
    (html) => {
      const div = new DomDocument().createElement('div')
      div.innerHTML = html
      expect(div.innerHTML).toBe(html)
    }
  )
})

describe('selectors', () => {
  test.each([
    ['p, b', ['P', 'P', 'B']],
    ['.y > p:first-child', ['P']],
    ['[class*="X" i]', ['DIV']],
    ['#a b', ['B']],
    ['ul', []]
  ])('%s', (selector, names) => {
    expect(
      documentOf(words)
        .querySelectorAll(selector)
        .map(({ tagName }) => tagName)
    ).toEqual(names)
  })

  test('one that is none is named', () => {
    expect(() => documentOf(words).querySelector('p[')).toThrow('selector "p["')
  })
})
