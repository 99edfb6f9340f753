import type { Instant } from '../core/instant.ts'
import type { Mention, MentionId } from '../core/mention.ts'

const places = [
  '天津市和平区南京路',
  '河西区友谊路',
  '滨海新区第二大街',
  '南开区鞍山西道',
  '河北省唐山市路南区',
  '红桥区丁字沽三号路',
  '北京市朝阳区建国路',
  '西青区中北镇'
]
const openings = [
  '有市民向记者反映,近一个月来小区门口的垃圾堆积如山,环卫车几天才来一次,气味难闻。',
  '今天上午9时20分许,一辆货车与两辆轿车相撞,事故造成2人死亡、5人受伤,其中1人重伤。',
  '昨天晚上,一家餐馆后厨起火,消防救援人员赶到现场处置,所幸未造成人员伤亡。',
  '本周末,文化中心将举办春季读书会,市民可以通过公众号预约,现场还有非遗手工体验。',
  '区城市管理委组织开展消防应急演练,模拟某商场发生火灾后人员疏散的全过程。',
  '多位居民表示,路边占道经营的摊贩越来越多,人行道被挤得只剩半米,投诉多次没有结果。'
]
const middles = [
  '记者在现场看到,道路两侧停满了车辆,行人只能从车流中穿行,周边学校放学时更加拥堵。',
  '相关负责人介绍,已经安排专人跟进,将会同街道、社区和物业企业研究长效办法。',
  '附近商户说,这种情况从去年冬天就开始了,大家都希望能有一个明确的时间表。',
  '网友留言说,希望有关部门多到现场看看,听听住在这里的人怎么说,不要只看汇报材料。',
  '据了解,该项目总投资约1.2亿元,计划于明年6月底前完成主体工程并投入使用。',
  '业内人士认为,精细化管理离不开数据支撑,也离不开一线工作人员的责任心。',
  '气象部门预计,未来三天以多云天气为主,早晚温差较大,请注意添加衣物。',
  '图书馆新到了三千多册图书,内容涵盖历史、科技、艺术等多个门类,读者反响热烈。'
]

/** Made-up mentions of so many characters, the same for the same index: a third of them speak of something that matters. */
export function madeMention(index: number, characters: number): Mention {
  const parts = [`${places[index % places.length] ?? ''}消息。`, openings[index % openings.length] ?? '']
  for (let at = index; parts.join('').length < characters; at += 3)
    parts.push(`${places[at % places.length] ?? ''},第${at}号点位。`, middles[at % middles.length] ?? '')
  const text = parts.join('').slice(0, characters)
  return {
    schema: 1,
    id: `made-${index}` as MentionId,
    sourceKind: index % 2 === 0 ? 'portal' : 'weibo',
    source: '样例来源',
    sourceId: null,
    url: null,
    title: (openings[index % openings.length] ?? '').slice(0, 20),
    text,
    author: null,
    publishedAt: '2026-11-24T04:00:00.000Z' as Instant,
    publishedPrecision: 'minute',
    engagement: { views: null, likes: index % 100, comments: index % 17, reposts: index % 29 },
    parentId: null,
    region: null,
    observedAt: '2026-11-24T04:05:00.000Z' as Instant,
    contentHash: `made-${index}`,
    snapshot: null,
    fetchedElapsedMs: null,
    drill: false
  }
}
