import { beforeAll, describe, expect, test } from 'vitest'
import { loadSegmenter } from '../../../adapters/segmenter/jieba.ts'
import { knowledgeOf } from '../../../knowledge.ts'
import { createAssessor } from '../../../pipeline/assess.ts'
import { ruleTerms } from '../../../pipeline/knowledge.ts'
import { loadProductConfig } from '../../../system.ts'
import { told } from '../../support/group-mentions.ts'

let judge: ReturnType<typeof createAssessor>

beforeAll(async () => {
  const knowledge = await knowledgeOf(await loadProductConfig('config/examples/tianjin'))
  judge = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
})

function alarm(text: string): string | null {
  const { relevant, grade } = judge(told({ id: 'm', text, minute: 0 }).mention)
  return relevant && grade !== 'IV' ? grade : null
}

describe('a toll that is only told of', () => {
  test.each(
    `
天津科技馆泰坦尼克展，1500人遇难故事
天津博物馆庞贝古城展：火山爆发致2000人死亡
天津美术馆摄影展，展出地震中5万人遇难的照片
电影院上映灾难片，讲述30万人遇难，天津观众排队
天津新华书店：《往事如烟》讲述地震中2万人遇难的往事
天津老兵回忆抗美援朝，全连牺牲80人
天津医生援非期间埃博拉致1000人死亡
天津疾控：接种疫苗预防死亡1000例
河东区消防：及时处置避免3人死亡
昨晚做梦天津爆炸死了10个人
梦见和平区着火死了5个人，吓醒了
愚人节玩笑：天津港爆炸死了30人
开玩笑的：南开区爆炸死了10人
ChatGPT编了个故事：天津港爆炸30人死亡
天津欢乐谷僵尸围城，消灭敌人100人死亡
天津影视城拍摄爆炸戏，剧情中3人死亡
我死了三个手机了，天津
天津相声：我死了三个爸爸，观众爆笑
新疆和静县发生地震致20人死亡，天津援疆医生参与救治
`
      .trim()
      .split('\n')
  )('given %s, then nobody is alarmed', (text) => {
    expect(alarm(text)).toBeNull()
  })

  test('given a dream, then the reason is told with the words', () => {
    const { reasons } = judge(told({ id: 'm', text: '昨晚做梦天津爆炸死了10个人', minute: 0 }).mention)
    expect(reasons.map(({ words }) => words).join('；')).toContain('梦里的事')
  })
})

describe('a toll of these days beside such words', () => {
  test.each([
    ['III', '天津博物馆今天发生火灾，3人死亡'],
    ['III', '天津河东区一厂房起火，未能避免3人死亡'],
    ['III', '和平区一商场火灾，救援人员没能防止3人死亡'],
    ['III', '天津博物馆庞贝古城展厅今早起火，已致3人死亡'],
    ['III', '天津科技馆泰坦尼克展开幕首日吊顶坍塌，致4人死亡'],
    ['III', '天津车展：展位坍塌致3人死亡'],
    ['III', '天津博物馆起火，馆长讲述3人遇难经过'],
    ['III', '天津一电影院上映新片时起火，造成3人死亡，10人受伤'],
    ['III', '天津新华书店起火，3人遇难'],
    ['III', '天津老兵家中起火，3人死亡'],
    ['III', '天津影视城拍摄爆炸戏发生意外，3人死亡'],
    ['II', '做梦都没想到天津南开区爆炸死了10个人'],
    ['III', '不是开玩笑，河西区爆炸死了3个人'],
    ['III', '南开区几人因开玩笑起争执，一人持刀致3人死亡'],
    ['II', '不是做梦，天津港真的爆炸了，死了10个人'],
    ['III', '和平区一家人睡梦中遇火灾，3人死亡'],
    ['III', '天津相声剧场坍塌，3人死亡'],
    ['III', '愚人节这天，和平区一商场起火3人死亡'],
    ['III', '天津蓟州区地震致20人死亡，新疆医生驰援'],
    ['III', '天津援疆医生返津途中车祸，3人死亡，地点在武清区'],
    ['III', '埃博拉在天津传播，已致3人死亡'],
    ['III', '天津图书馆门口，目击者讲述3人遇难经过'],
    ['III', '天津救援最新进展：地震致15人死亡'],
    ['III', '据《天津日报》讲述，武清区一厂房坍塌3人遇难'],
    ['III', '南开区几名儿童嬉戏中溺水，3人死亡'],
    ['III', '照片中可见天津南开区火灾现场，3人死亡'],
    ['III', '昨晚做梦睡得好，结果今早和平区着火死了3个人'],
    ['III', '天津老兵聚会，饭后斗殴致3人死亡'],
    ['III', '天津一电影院爆炸，3人遇难故事令人落泪'],
    ['III', '昨晚看电影回来，家门口天津南开区发生车祸，死了3个人']
  ])('given %s is due, then it is raised: %s', (grade, text) => {
    expect(alarm(text)).toBe(grade)
  })
})
