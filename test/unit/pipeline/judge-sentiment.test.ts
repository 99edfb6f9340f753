import { beforeAll, describe, expect, test } from 'vitest'
import { readLexicon } from '../../../config/lexicon.ts'
import { Sentiment, type Fact } from '../../../core/assessment.ts'
import { judgeSentiment } from '../../../pipeline/steps/judge-sentiment.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'

let judge: (text: string, title?: string, deaths?: Fact) => Sentiment

beforeAll(async () => {
  const sentimentOf = judgeSentiment({ lexicon: await readLexicon(new URL('../../../config/lexicon', import.meta.url).pathname) })
  judge = (text, title, deaths) => sentimentOf(normalise({ title: title ?? null, text }), deaths ?? null)
})

describe('polarity', () => {
  describe.each([
    [
      'words of feeling',
      [
        [-1, '气死我了，等了两个小时都没轮到我'],
        [-1, '奶奶走了以后，我一个人在厨房哭了很久'],
        [-1, '半夜听见有人撬门，吓得我不敢出声'],
        [-1, '这条路又堵死了，烦死了'],
        [-1, '楼下烧烤摊油烟熏人，苦不堪言'],
        [1, '今天和老同学聚餐，好开心'],
        [1, '新修的公园真漂亮，孩子们很喜欢'],
        [1, '祝大家新年快乐，平安健康'],
        [0, '图书馆周一闭馆，周二至周日开放'],
        [0, '该路段全长三公里，双向四车道']
      ]
    ],
    [
      'negation',
      [
        [-1, '我一点都不开心'],
        [-1, '这样的安排大家都不满意'],
        [-1, '今天的菜不是很好吃'],
        [1, '不怕，有我们在呢'],
        [0, '我没有生气'],
        [0, '他并不难过'],
        [1, '这家店真不错'],
        [-1, '没有一个人负责，也没有人管']
      ]
    ],
    [
      'contrast and concession',
      [
        [-1, '环境很漂亮，但是服务太差劲，气死人'],
        [1, '虽然排队有点累，但是演出太精彩了'],
        [1, '尽管路上堵车，还是玩得很开心'],
        [-1, '说好的惊喜，结果让人失望透顶']
      ]
    ],
    [
      'wishes, warnings and suppositions',
      [
        [1, '愿世上没有悲伤，人人平安'],
        [1, '大家不要恐慌，加油，会好起来的'],
        [0, '为避免出现恐慌，请以通告为准'],
        [0, '如果失败，就再来一次'],
        [1, '希望病人早日康复，加油']
      ]
    ],
    [
      'rhetorical questions and reproach',
      [
        [-1, '凭什么只罚我们一家'],
        [-1, '能不能别半夜施工'],
        [-1, '还能不能好好的愉快地上班'],
        [-1, '这么好的地方怎么就没人打扫'],
        [-1, '难道就没有人管一管吗'],
        [-1, '说好的三天修好呢，都几点了']
      ]
    ],
    [
      'irony',
      [
        [-1, '呵呵，真是“优秀”的设计'],
        [-1, '呵呵，又涨价了'],
        [-1, '这就是所谓的“便民”服务，跑了四趟']
      ]
    ],
    [
      'curses, which nothing turns round',
      [
        [-1, '他妈的不让人睡觉'],
        [-1, '希望这个傻逼别再来'],
        [-1, '我特么服了']
      ]
    ],
    [
      'emoticons, emoji and kaomoji',
      [
        [-1, '今天的天气[怒][怒]'],
        [-1, '[泪][泪][泪]'],
        [-1, '周末还要去单位😭😭'],
        [-1, '手机屏幕T_T'],
        [1, '下班[太开心]'],
        [1, '到家啦❤️'],
        [1, '明天放假^_^'],
        [0, '晚饭吃什么[doge]']
      ]
    ],
    [
      'forwarded posts: the forwarder’s own words',
      [
        [1, '大家都在支持你们//@某人:急需帮助，我们好绝望[泪]'],
        [-1, '太恶心了//@某人:今天真开心，谢谢大家'],
        [-1, '//@甲://@乙:无耻，太过分了'],
        [1, '转发//@某人:太棒了，点赞'],
        [0, '//@烦死人的猫:周三上午九点集合'],
        [0, '@开心果小店 请问几点开门']
      ]
    ],
    [
      'names that are no feeling',
      [
        [0, '《愤怒的小鸟》今晚播出'],
        [0, '春天的原野生气勃勃，天气晴'],
        [0, '请把生活垃圾投进垃圾桶'],
        [0, '建筑垃圾由渣土车运走'],
        [0, '反腐败工作会议上午召开'],
        [0, '本厂生产草莓、香蕉和酸奶'],
        [0, '最高人民法院发布司法解释']
      ]
    ],
    [
      'insults with the same words',
      [
        [-1, '这个软件就是垃圾'],
        [-1, '垃圾物业，收钱不办事']
      ]
    ],
    [
      'letters: courtesy is no praise, what is asked for is not there yet',
      [
        [0, '尊敬的领导：您好！请问居住证在哪里办理？谢谢。'],
        [-1, '尊敬的书记：小区门口噪音扰民，天天施工到凌晨，苦不堪言。希望早日解决，谢谢！'],
        [-1, '投诉：污水横流，恶臭难闻，多次反映无果。感谢您在百忙之中阅读。'],
        [0, '建议在路口设置信号灯，希望能为居民提供便利，谢谢']
      ]
    ]
  ] as [string, [number, string][]][])('%s', (_, cases) => {
    test.each(cases)('%i %s', (polarity, text) => {
      expect(judge(text).polarity).toBe(polarity)
    })
  })

  test('deaths that are reported weigh as a complaint does', () => {
    const text = '事故造成3人死亡。'

    expect(judge(text).polarity).toBe(0)
    expect(judge(text, undefined, { value: 3, text: '3人死亡', offset: 4 })).toMatchObject({
      polarity: -1,
      evidence: expect.arrayContaining([{ text: '3人死亡', offset: 4, weight: -1.2 }]) as unknown
    })
    expect(judge('无人死亡。', undefined, { value: 0, text: '无人死亡', offset: 0 }).polarity).toBe(0)
  })

  test('a word said ten times is not ten reasons', () => {
    expect(judge('加油'.repeat(10)).score).toBeLessThan(judge('加油，你们辛苦了，点赞').score)
  })

  test('the score lies within −1 and 1 and has the sign of the polarity', () => {
    expect(judge('气死了，愤怒，恶心，无耻，混蛋，烂透了'.repeat(50)).score).toBeGreaterThanOrEqual(-1)
    expect(judge('太恶心了').score).toBeLessThan(0)
    expect(judge('').score).toBe(0)
  })
})

describe('evidence', () => {
  test('names the words with their places in the original, strongest first', () => {
    const text = '今天😀ＡＢ等了很久，氣死我了，有點煩'

    const { evidence = [] } = judge(text)

    expect(evidence[0]).toMatchObject({ text: '氣死我了', offset: text.indexOf('氣死') })
    expect(evidence.map(({ weight }) => Math.abs(weight))).toEqual(evidence.map(({ weight }) => Math.abs(weight)).sort((a, b) => b - a))
    for (const { text: words, offset } of evidence) expect(text.slice(offset, offset + words.length)).toBe(words)
  })

  test('says when a word stands in the title', () => {
    expect(judge('详情见内文。', '居民愤怒').evidence).toMatchObject([{ text: '愤怒', offset: 2, field: 'title' }])
  })

  test('shows what a negation left of a word', () => {
    const [{ weight } = { weight: 0 }] = judge('不开心不行，他不喜欢').evidence ?? []

    expect(weight).toBeLessThan(0)
  })

  test('keeps to the ten strongest', () => {
    expect(judge('气愤，恶心，无耻，失望，绝望，恐惧，可怕，混蛋，伤心，痛苦，崩溃，欺骗').evidence).toHaveLength(10)
  })

  test('leaves out whom the author does not speak for', () => {
    expect(judge('太恶心了//@某人:真开心').evidence?.map(({ text }) => text)).toEqual(['恶心'])
  })
})

describe('stance towards the authority', () => {
  describe.each([
    [
      'critical',
      [
        '城管不作为，摊子占了整条路',
        '打了无数次12345，街道办一直推诿',
        '小区污水横流，投诉多次无果',
        '下水道堵了一周，没人管',
        '有关部门互相踢皮球，谁都不负责任',
        '派出所电话没人接',
        '执法人员态度恶劣，粗暴执法',
        '区政府这帮混蛋只会作秀',
        '对教育局太失望了',
        '信访局敷衍了事，一拖再拖',
        '希望政府别再推诿，已经推诿三年了，多次投诉无果'
      ]
    ],
    [
      'supportive',
      [
        '给城管点赞，街面干净多了',
        '民警很快赶到，真的太感谢了',
        '街道办为民办实事，点赞',
        '交警文明执法，好样的',
        '环卫局处理得当，臭味没了',
        '向消防员致敬，你们辛苦了',
        '市政府英明，这条路修得太好了'
      ]
    ],
    [
      'neutral',
      [
        '警方抓获一名骗子',
        '城管局查处一批无良商家',
        '市政府今天发布公告',
        '他太不负责任了，说分手就分手',
        '这部电影太恶心了',
        '今天好开心',
        '尊敬的领导：请问社保局几点上班？谢谢',
        '希望有关部门及时处理，谢谢',
        '公安机关严厉打击电信诈骗',
        '执法人员没有敷衍',
        '如果街道办推诿，可以拨打热线'
      ]
    ]
  ] as [string, string[]][])('%s', (value, texts) => {
    test.each(texts)('%s', (text) => {
      expect(judge(text).stance?.value).toBe(value)
    })
  })

  test('shows what is said and of whom', () => {
    const text = '反映两年了，城管局还是推诿'

    expect(judge(text).stance?.evidence).toEqual([
      { text: '城管局', offset: text.indexOf('城管局') },
      { text: '推诿', offset: text.indexOf('推诿') }
    ])
  })

  test('a forwarder’s own praise stands before the complaint they forward', () => {
    expect(judge('给城管点赞//@某人:城管不作为').stance?.value).toBe('supportive')
    expect(judge('转//@某人:城管不作为').stance?.value).toBe('critical')
  })
})

test('an assessment from before evidence and stance still reads', () => {
  expect(Sentiment.parse({ polarity: -1, score: -0.6 })).toEqual({ polarity: -1, score: -0.6 })
})

test.each([
  ['feeling', '气死了，虽然“好”但如果城管没有推诿#话题#@某人 '],
  ['negation', '不没'],
  ['contrast', '但恶心'],
  ['names without end', '//@a'],
  ['marks that never close', '#《【@“']
])('a megabyte of %s is judged as soon as a page', (_, text) => {
  expect([-1, 0, 1]).toContain(judge(text.repeat(1_000_000 / text.length)).polarity)
})
