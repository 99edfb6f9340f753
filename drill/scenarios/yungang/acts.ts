import { deed } from '../../deed.ts'
import type { ScriptedAct } from '../../scenario.ts'
import { at } from './drafts.ts'

const crashRelease =
  '3月12日13时50分许，望海区滨海大道与观潮路交叉口发生一起重型货车与公交车相撞的道路交通事故，造成4人死亡、11人受伤。伤者均已送医，肇事驾驶人已被控制。' +
  '市公安局交通警察支队将对滨海大道货车通行和限速设施开展排查整改，有关情况将继续公布。'
const treeRelease =
  '针对市民反映的梧桐路行道树被砍问题，市园林绿化局已责令施工单位停工，对未经许可砍伐城市树木的行为立案调查，并将公布道路拓宽涉及树木的移植、保留名单，听取沿线居民意见后再行施工。'

/** The name that the desk gives to what no site tells of. */
export const lampTitle = '沿海二路路灯连续三晚不亮'

/** 初报 of the other matters, each within its two hours; that of the sewage works is left out on purpose. */
const reportedUp = [
  ['vendor-clash', '01:30'],
  ['cooking-fumes', '02:00'],
  ['slag-trucks', '03:10'],
  ['garbage-heap', '06:40'],
  ['plane-trees', '07:50'],
  ['stove-smoke', '11:00'],
  ['street-lamps', '11:20'],
  ['bus-crash', '14:40']
] as const

const reports: readonly ScriptedAct[] = reportedUp.map(([incident, time], index) => ({
  id: `${incident}-report`,
  incident,
  at: at(time),
  by: 'duty-officer',
  act: deed('file-report', ({ detail }) => ({
    kind: 'initial',
    sentAt: detail.now,
    to: '市政府总值班室',
    documentNo: `云舆报〔2031〕${index + 11}号`,
    text: `${detail.title}。已请责任部门核实。`,
    receipt: '市政府总值班室收'
  }))
}))

/** What the people of the desk do that day about other matters than the blast. The late report of the sewage works is left unanswered on purpose. */
export const otherActs: readonly ScriptedAct[] = [
  ...reports,
  {
    id: 'waste-acknowledge',
    incident: 'wastewater-poisoning',
    at: at('09:40'),
    by: 'duty-officer',
    act: { do: 'acknowledge', note: '已请北塘县核实' }
  },
  {
    id: 'lamp-open',
    incident: 'street-lamps',
    at: at('10:40'),
    by: 'duty-officer',
    act: {
      do: 'open',
      request: {
        title: lampTitle,
        summary: '12345热线转来：沿海二路路灯连续三晚不亮，多名居民来电，网上未见讨论。',
        eventType: null,
        eventGrade: null,
        opinionGrade: 'IV',
        occurredAt: at('-1 19:00'),
        departments: [{ id: 'urban-management', role: 'lead' }],
        reason: '市民热线转办，各采集源均未见，由值班员人工立案'
      }
    }
  },
  {
    id: 'smoke-dismiss',
    incident: 'stove-smoke',
    at: at('11:45'),
    by: 'analyst',
    act: deed('dismiss', () => ({ reason: '港东街道和消防救援站现场核实：物业试烧采暖锅炉排烟，没有起火' }))
  },
  {
    id: 'waste-known-before',
    incident: 'wastewater-poisoning',
    at: at('11:10'),
    by: 'supervisor',
    act: deed('record-prior-knowledge', () => ({
      departmentId: 'emergency',
      knownAt: at('-1 09:30'),
      how: '北塘县应急管理局值班记录载明3月11日上午已接厂方电话报告'
    }))
  },
  { id: 'crash-acknowledge', incident: 'bus-crash', at: at('14:20'), by: 'duty-officer', act: { do: 'acknowledge', note: '交警支队已到场' } },
  {
    id: 'crash-release',
    incident: 'bus-crash',
    at: at('18:30'),
    by: 'spokesperson',
    act: { do: 'release', title: '滨海大道道路交通事故情况通报', body: crashRelease }
  },
  {
    id: 'tree-release',
    incident: 'plane-trees',
    at: at('16:00'),
    by: 'spokesperson',
    act: { do: 'release', title: '关于梧桐路行道树情况的说明', body: treeRelease }
  }
]
