import { describe, expect, test } from 'vitest'
import { byPublication, memberOf } from '../../../core/incident/digest.ts'
import { forwardedVia, spreadOf } from '../../../core/incident/spread.ts'
import { told, type Told } from '../../support/group-mentions.ts'

function member(words: Told) {
  const { mention, assessment } = told(words)
  return memberOf(mention, assessment, null)
}

describe('the way of a matter through the media', () => {
  test('begins with its first source and names the first of each kind, in order of publication', () => {
    const members = [
      member({ id: 'paper', text: '滨河路爆炸', minute: 90, sourceKind: 'newspaper', source: '晚报' }),
      member({ id: 'repost', text: '太可怕了//@街坊://@目击者:滨河路炸了', minute: 20, source: '路人' }),
      member({ id: 'post', text: '滨河路炸了', minute: 5, source: '目击者' }),
      member({ id: 'undated', text: '滨河路爆炸', minute: null, sourceKind: 'portal', source: '门户' })
    ].toSorted(byPublication)
    expect(spreadOf(members).map(({ sourceKind, source }) => `${sourceKind} ${source}`)).toEqual(['weibo 目击者', 'newspaper 晚报', 'portal 门户'])
  })

  test('goes on before what we caught, where a forwarded post names from whom', () => {
    const [step] = spreadOf([member({ id: 'repost', text: '太可怕了//@街坊:转发//@目击者：滨河路炸了', minute: 20, source: '路人' })])
    expect(step?.via).toEqual(['街坊', '目击者'])
  })
})

describe('names of a chain of forwarding', () => {
  test.each([
    ['滨河路炸了 http://a.example/@x:1', []],
    ['//@甲:转 //@乙 ：原文', ['甲', '乙']],
    [null, []],
    [Array.from({ length: 12 }, (_, index) => `//@第${index}位:`).join(''), Array.from({ length: 8 }, (_, index) => `第${index}位`)]
  ])('in %s', (text, names) => {
    expect(forwardedVia(text)).toEqual(names)
  })
})
