import { RulePack } from '../core/rule.ts'

const subjects = [
  '小区',
  '电梯',
  '物业',
  '学校',
  '公交站',
  '停车场',
  '菜市场',
  '幼儿园',
  '地铁口',
  '河道',
  '天桥',
  '井盖',
  '路灯',
  '绿化带',
  '公厕',
  '工地',
  '广场',
  '车站',
  '医院',
  '图书馆',
  '游泳馆',
  '健身房',
  '养老院',
  '快递柜',
  '充电桩',
  '消防栓',
  '垃圾站',
  '泵站',
  '涵洞',
  '高架桥',
  '隧道',
  '护栏',
  '站牌',
  '岗亭',
  '变电箱',
  '供热站',
  '自来水厂',
  '燃气站',
  '加油站',
  '商铺',
  '夜市',
  '网吧',
  '酒店',
  '民宿',
  '出租屋',
  '地下室',
  '楼道',
  '天台',
  '围墙',
  '门禁'
]
const troubles = [
  '漏水',
  '停摆',
  '噪声大',
  '收费高',
  '没人管',
  '不开门',
  '破损',
  '倾斜',
  '冒烟',
  '异味',
  '拥堵',
  '被占用',
  '无人值守',
  '反复故障',
  '长期停用',
  '脱落',
  '渗水',
  '断电',
  '断水',
  '积水',
  '结冰',
  '扬尘',
  '偷工减料',
  '拖延',
  '推诿',
  '乱涂',
  '乱贴',
  '乱停',
  '超载',
  '超时',
  '涨价',
  '拒收',
  '拒载',
  '强推',
  '误拆',
  '误锁',
  '失窃',
  '失修',
  '失灵',
  '错发',
  '漏发',
  '克扣',
  '欠费',
  '逾期',
  '违约',
  '停办',
  '缺人',
  '缺货',
  '返潮',
  '生锈'
]

/**
 * Made-up rules such as an office writes, the same for the same index: words together, words near each other, in the title,
 * with exceptions, a few patterns. Their subjects and troubles are ordinary words, so that many of them are looked at.
 */
export function madeRules(count: number): RulePack {
  return RulePack.parse({
    id: 'made',
    subject: '样例',
    version: '1',
    rules: Array.from({ length: count }, (_, index) => ({
      id: `made-${index}`,
      name: `样例 ${index}`,
      eventType: `样例 ${index}`,
      when: conditionOf(index),
      source: '样例'
    }))
  })
}

function conditionOf(index: number): unknown {
  const block = Math.floor(index / subjects.length)
  const subject = subjects[index % subjects.length] ?? ''
  const other = subjects[(index * 7 + 3) % subjects.length] ?? ''
  const trouble = troubles[(index + block) % troubles.length] ?? ''
  const another = troubles[(index * 11 + 5) % troubles.length] ?? ''
  switch ((index + 2 * block) % 5) {
    case 0:
      return { any: [`${subject}${trouble}`, `${other}${another}`, `${subject}${another}`] }
    case 1:
      return {
        near: {
          groups: [
            [subject, other],
            [trouble, another]
          ],
          within: 15,
          ordered: index % 2 === 0
        }
      }
    case 2:
      return { all: [subject, trouble], none: [other] }
    case 3:
      return { title: [`${subject}${trouble}`, `${trouble}的${subject}`] }
    default:
      return { patterns: [`${subject}[^。]{0,8}${trouble}`] }
  }
}
