import { describe, expect, test } from 'vitest'
import { otherCount } from '../../../pipeline/facts/other-counts.ts'

/** Judges the words in brackets of the sentence. */
function judged(marked: string): ReturnType<typeof otherCount> {
  const start = marked.indexOf('[')
  const end = marked.indexOf(']') - 1
  return otherCount(marked.replace(/[[\]]/g, ''), start, end)
}

describe('studies and statistics count nobody in danger', () => {
  test.each(['研究称,吸烟已致[700万人死亡]', '全球已有[700万人死亡]', '医院出生1万人[死亡800人]', '人口自然变动:[死亡8万人]', '流感累计[死亡3例]'])(
    '%s',
    (marked) => {
      expect(judged(marked)?.kind).toBe('statistic')
    }
  )

  test.each(['研究所实验室[3人死亡]', '研究生公寓里发现[3人死亡]', '全球最大的摩天轮上[3人死亡]', '爆炸累计[死亡3人]'])(
    'but these do: %s',
    (marked) => {
      expect(judged(marked)).toBeNull()
    }
  )
})

describe('a manner of speaking', () => {
  test.each([
    ['[30人“失踪]”在工位', '引号里的说法，未必真有其事'],
    ['这里安葬着[1300名牺牲]的战士', '纪念文字中的人数'],
    ['捐献者是[1名遇难者]', '捐献者，不是眼前的伤亡'],
    ['演唱会散场,[2000人被困]', '滞留，未见险情'],
    ['女足[2人受伤]缺阵', '赛场上的说法'],
    ['股民又[被埋30人]', '比喻的说法'],
    ['寒潮[冻死12个]室友哈哈', '比喻的说法']
  ])('%s: %s', (marked, why) => {
    expect(judged(marked)).toEqual({ why, kind: 'other' })
  })

  test.each([
    ['a danger in the sentence', '女足训练馆坍塌,[2人受伤]缺阵'],
    ['a danger at the cemetery', '安葬处起火,[3人牺牲]'],
    ['a danger to those who wait', '散场时进水,[2000人被困]'],
    ['no words of the field behind the figure', '女足[2人受伤]'],
    ['a plain death', '比赛中[1人死亡],另一队下场'],
    ['a plain death among savers', '股民[3人死亡]'],
    ['mourning in another clause', '抓捕时[1人牺牲],群众缅怀英烈'],
    ['quotes around the whole', '“[3人死亡、8人受伤]”']
  ])('outweighed by %s: %s', (_, marked) => {
    expect(judged(marked)).toBeNull()
  })
})
