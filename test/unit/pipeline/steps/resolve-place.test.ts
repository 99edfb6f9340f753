import { describe, expect, test } from 'vitest'
import type { GazetteerEntry } from '../../../../core/lexicon.ts'
import { localCode, resolvePlace } from '../../../../pipeline/steps/resolve-place.ts'

const divisionOf = (code: string): GazetteerEntry => ({ code, name: '新城区', level: code.length > 6 ? 'street' : 'district', aliases: [] })

interface Given {
  readonly surely?: readonly string[]
  readonly region?: string | null
  readonly own?: string
}

/** The code taken, and how it was told. */
function resolve(codes: readonly string[], { surely = [], region = null, own = '-' }: Given = {}): [string, string] | undefined {
  const found = resolvePlace(codes.map(divisionOf), { surely: new Set(surely), region, isOurs: (code) => code.startsWith(own) })
  return found === undefined ? undefined : [found.entry.code, found.by]
}

describe('of several divisions of one name', () => {
  const several = ['910102', '920102', '920203', '930405']

  test.each<[string, readonly string[], Given, [string, string] | undefined]>([
    ['none is none', [], {}, undefined],
    ['one is meant whatever is said', ['910102'], { surely: ['92'], region: '93', own: '94' }, ['910102', 'only']],
    ['the one whose province the text names', several, { surely: ['93'], region: '91', own: '91' }, ['930405', 'parent']],
    ['the one of which it names the most parents', several, { surely: ['92', '9202'] }, ['920203', 'parent']],
    ['of those that it names alike ours', several, { surely: ['92'], own: '9202' }, ['920203', 'parent']],
    ['of those the first', several, { surely: ['92'] }, ['920102', 'parent']],
    ['the one in the city of the source', several, { region: '920200', own: '93' }, ['920203', 'region']],
    ['the one in the province of a provincial source', several, { region: '93', own: '91' }, ['930405', 'region']],
    ['ours where the source is of elsewhere', several, { region: '94', own: '9202' }, ['920203', 'ours']],
    ['ours where nobody knows the source', several, { own: '93' }, ['930405', 'ours']],
    ['else the first', several, { region: '94' }, ['910102', 'first']],
    ['of a district and its own street the street', ['910102', '910102003'], { surely: ['910102'] }, ['910102003', 'parent']],
    ['a division is no parent of itself', ['910102', '920102'], { surely: ['920102'] }, ['910102', 'first']],
    ['nor is a city one of itself', ['9102', '9201'], { surely: ['9201'], own: '91' }, ['9102', 'ours']]
  ])('%s', (_, codes, given, expected) => {
    expect(resolve(codes, given)).toEqual(expected)
  })
})

describe('what 本市 and its like mean in a source of a region', () => {
  test.each([
    ['本省', '910203', '91'],
    ['本市', '910203', '9102'],
    ['我市', '9102', '9102'],
    ['本市', '91', null],
    ['我区', '910203', '910203'],
    ['我区', '910203004', '910203'],
    ['本县', '9102', null],
    ['我街', '910203004', '910203004'],
    ['我镇', '910203004', '910203004'],
    ['我镇', '910203', null],
    ['我委', '910203', null]
  ])('%s in %s is %s', (words, region, code) => {
    expect(localCode(words, region)).toBe(code)
  })

  test.each(['11', '12', '31', '50'])('the municipality %s is the city of all its papers', (code) => {
    expect(localCode('本市', code)).toBe(code)
    expect(localCode('全市', `${code}0101`)).toBe(code)
  })
})
