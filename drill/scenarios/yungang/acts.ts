import type { ScriptedAct } from '../../scenario.ts'
import { at } from './drafts.ts'

const blastRelease =
  '3月12日8时25分许，青石区青石化工园区内的砺川精细化工有限公司一车间发生爆炸。事故发生后，省、市立即启动应急响应，组织消防、公安、医疗等力量开展救援。' +
  '截至13时20分，事故已造成13人死亡、31人受伤，其中重伤8人，仍有4人失联。现场明火已基本扑灭，园区周边群众已转移安置。事故原因正在调查，后续情况将及时发布。'
const blastConference =
  '3月12日17时30分，云港市政府新闻办召开新闻发布会。市应急管理局、市卫生健康委、市生态环境局负责人分别介绍青石化工园区砺川精细化工有限公司爆炸事故救援处置、' +
  '伤员救治和环境监测情况。事故共造成14人死亡、33人受伤，其中重伤9人。市政府已成立事故调查组，企业相关责任人已被控制。'
const crashRelease =
  '3月12日13时50分许，望海区滨海大道与观潮路交叉口发生一起重型货车与公交车相撞的道路交通事故，造成4人死亡、11人受伤。伤者均已送医，肇事驾驶人已被控制。' +
  '市公安局交通警察支队将对滨海大道货车通行和限速设施开展排查整改，有关情况将继续公布。'
const treeRelease =
  '针对市民反映的梧桐路行道树被砍问题，市园林绿化局已责令施工单位停工，对未经许可砍伐城市树木的行为立案调查，并将公布道路拓宽涉及树木的移植、保留名单，听取沿线居民意见后再行施工。'

/** What the people of the desk do that day. The release on the blast comes 25 minutes after its five hours are over; the late report of the sewage works is left unanswered on purpose. */
export const acts: readonly ScriptedAct[] = [
  {
    id: 'blast-acknowledge',
    incident: 'chem-explosion',
    at: at('09:05'),
    by: 'duty-officer',
    act: { do: 'acknowledge', note: '已电话核实，现场正在救援' }
  },
  {
    id: 'blast-confirm',
    incident: 'chem-explosion',
    at: at('09:47'),
    whenGrade: 'II',
    by: 'analyst',
    act: { do: 'confirm-grade', grade: 'II', reason: '应急管理局电话确认12人死亡，按生产安全事故分级标准属重大' }
  },
  {
    id: 'blast-assign',
    incident: 'chem-explosion',
    at: at('09:55'),
    by: 'duty-officer',
    act: { do: 'assign', department: 'emergency', instruction: '请牵头提供应对口径，12时前报送' }
  },
  { id: 'blast-accept', incident: 'chem-explosion', at: at('10:05'), by: 'handler', act: { do: 'accept', department: 'emergency' } },
  {
    id: 'blast-release',
    incident: 'chem-explosion',
    at: at('13:50'),
    by: 'spokesperson',
    act: { do: 'release', title: '青石化工园区爆炸事故情况通报', body: blastRelease }
  },
  {
    id: 'blast-conference',
    incident: 'chem-explosion',
    at: at('18:10'),
    by: 'spokesperson',
    act: {
      do: 'conference',
      title: '云港市召开青石化工园区爆炸事故新闻发布会',
      body: blastConference,
      venue: '云港市政府新闻发布厅',
      speaker: '市政府新闻办发言人'
    }
  },
  {
    id: 'waste-acknowledge',
    incident: 'wastewater-poisoning',
    at: at('09:40'),
    by: 'duty-officer',
    act: { do: 'acknowledge', note: '已请北塘县核实' }
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
