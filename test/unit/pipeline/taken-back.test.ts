import { describe, expect, test } from 'vitest'
import { sentenceAt } from '../../../pipeline/facts/figure-place.ts'
import { isRumour } from '../../../pipeline/facts/taken-back.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'

function takenBack(text: string): boolean {
  const { plain } = normalise({ title: null, text })
  return isRumour(plain, sentenceAt(plain, plain.indexOf('3人死亡'), 4))
}

describe('a figure that the text takes back', () => {
  test.each([
    '网传3人死亡，辟谣。',
    '网传消息，事故致3人死亡。',
    '辟谣：“3人死亡”为谣言。',
    '事故致3人死亡的说法不实。',
    '事故致3人死亡，该说法系谣言。',
    '事故致3人死亡。上述消息不属实。',
    '事故致3人死亡？警方辟谣。',
    '造谣“3人死亡”的人被抓。',
    '“事故致3人死亡”纯属捏造。'
  ])('%s', (text) => {
    expect(takenBack(text)).toBe(true)
  })
})

describe('a figure that the writer states beside a denial', () => {
  test.each([
    '警方通报3人死亡。',
    '网传20人死亡不实，该起火灾3人死亡。',
    '造谣者被行拘，3人死亡。',
    '事故致3人死亡，官方辟谣死亡30人的说法。',
    '事故致3人死亡，他们说我造谣。',
    '事故致3人死亡，网传视频为谣言。',
    '事故致3人死亡，经核实已送医。',
    '网传有人纵火，但3人死亡属实。',
    '“放心吧”，3人死亡，谣言止于公开。'
  ])('%s', (text) => {
    expect(takenBack(text)).toBe(false)
  })
})
