import type { ScriptedAct } from '../../scenario.ts'
import { deed } from '../../deed.ts'
import { DeskError } from '../../errors.ts'
import {
  acceptAnswer,
  acceptRectification,
  draft,
  finish,
  hoursAfter,
  lead,
  minutesBefore,
  rectify,
  sendBackAnswer,
  sendBackWording,
  sign,
  state,
  step,
  supervise
} from './blast-deeds.ts'
import { at } from './drafts.ts'

type Act = Omit<ScriptedAct, 'incident'>

const conferenceReport =
  '3月12日17时30分，云港市政府新闻办召开新闻发布会。市应急管理局、市卫生健康委、市生态环境局负责人分别介绍青石化工园区砺川精细化工有限公司爆炸事故救援处置、' +
  '伤员救治和环境监测情况。事故共造成14人死亡、33人受伤，其中重伤9人。市政府已成立事故调查组，企业相关责任人已被控制。'
export const hollowAnswer =
  '您好，我局高度重视此次舆情，第一时间成立工作专班，将会同有关部门依法依规妥善处理，进一步加强监管，压实责任，举一反三，切实维护群众合法权益，有关情况请耐心等待。'
export const goodAnswer =
  '经现场核查，3月12日8时25分许青石化工园区砺川精细化工有限公司一车间发生爆炸，我局已责令园区同类企业停产排查，企业负责人已被公安机关控制。' +
  '伤员均已送市第一人民医院和青石区人民医院救治，名单由家属接待组逐户告知。园区周边6个大气监测点数据未超标，每两小时在市生态环境局网站公布一次。' +
  '事故原因由市政府事故调查组调查，尚未认定。砺川公司去年受处罚后的复查情况由我局危化处负责核查，3月20日前公布结果并依规追责。' +
  '居民门窗等财物损失，3月13日起可到所在街道办事处登记，由青石区政府先行垫付赔偿，联系电话12345。'
const basis = '市应急管理局现场指挥部书面报送，市卫生健康委、市生态环境局电话核实'

const checked = [
  { fact: 'occurred', value: '2031-03-12 08:25', status: 'verified', source: '市消防救援支队接警记录' },
  { fact: 'deaths', value: '12', status: 'verified', source: '市应急管理局现场指挥部电话（09:44）' },
  { fact: '网传死亡三十余人', value: '30余人', status: 'refuted', source: '市应急管理局、市卫生健康委', note: '与医院收治和现场清点不符' }
] as const

const risenToll = { fact: 'deaths', value: '13', status: 'verified', source: '市应急管理局现场指挥部电话（11:40）' } as const
const finalToll = { fact: 'deaths', value: '14', status: 'verified', source: '市应急管理局现场指挥部书面报送（15:40）' } as const

/** From the first word to the report up: who was told, what was checked, who has to do what. */
const morning: readonly Act[] = [
  { id: 'blast-acknowledge', at: at('09:05'), by: 'duty-officer', act: { do: 'acknowledge', note: '已电话核实，现场正在救援' } },
  {
    id: 'blast-confirm',
    at: at('09:47'),
    whenGrade: 'II',
    by: 'analyst',
    act: { do: 'confirm-grade', grade: 'II', reason: '应急管理局电话确认12人死亡，按生产安全事故分级标准属重大' }
  },
  {
    id: 'blast-phone',
    at: at('09:48'),
    by: 'duty-officer',
    act: deed('report-by-phone', () => ({
      calledAt: at('08:52'),
      reporter: '新闻办值班员',
      receiver: '市政府总值班室 值班员',
      note: '青石化工园区爆炸，伤亡待核'
    }))
  },
  {
    id: 'blast-initial-report',
    at: at('09:50'),
    by: 'duty-officer',
    act: deed('file-report', () => ({
      kind: 'initial',
      sentAt: at('09:12'),
      to: '市委办公室、市政府总值班室',
      documentNo: '云舆报〔2031〕7号',
      text: '3月12日8时25分许，青石化工园区砺川精细化工有限公司一车间爆炸，初步核实有人员伤亡，现场正在救援，园区周边群众正在转移。',
      receipt: '市政府总值班室 09:14 收'
    }))
  },
  {
    id: 'blast-anchor',
    at: at('09:52'),
    by: 'analyst',
    act: deed('set-anchor', () => ({ kind: 'occurred', at: at('08:25'), precision: 'minute', reason: '消防救援支队接警记录与现场监控一致' }))
  },
  {
    id: 'blast-instruct',
    at: at('09:54'),
    by: 'leader',
    act: deed('instruct', (sight) => ({
      text: '全力搜救伤员，严防次生灾害；尽快发布权威信息，回应群众关心的空气质量问题。',
      tasks: [
        { text: '核清失联人员去向，每小时报告一次搜救进展', owner: { kind: 'department', id: lead }, dueAt: hoursAfter(sight, 8) },
        { text: '拟出首次发布口径并按程序送审', owner: { kind: 'role', role: 'spokesperson' }, dueAt: hoursAfter(sight, 4) }
      ]
    }))
  },
  {
    id: 'blast-assign',
    at: at('09:55'),
    by: 'duty-officer',
    act: { do: 'assign', department: lead, instruction: '请牵头提供应对口径，12时前报送' }
  },
  { id: 'blast-accept', at: at('10:05'), by: 'handler', act: { do: 'accept', department: lead } },
  {
    id: 'blast-notice',
    at: at('10:08'),
    by: 'handler',
    act: deed('take-notice', () => ({ handler: '危化处', text: '已收到交办，由危化处牵头办理' }))
  },
  {
    id: 'blast-meeting',
    at: at('10:15'),
    by: 'analyst',
    act: deed('hold-meeting', (sight) => ({
      topic: '青石化工园区爆炸舆情研判',
      heldAt: minutesBefore(sight, 5),
      participants: [
        { name: '研判员', unit: '市政府新闻办' },
        { name: '危化处负责人', unit: '市应急管理局' },
        { name: '应急办负责人', unit: '市卫生健康委' },
        { name: '监测处负责人', unit: '市生态环境局' }
      ],
      opinions: [
        { by: '监测处负责人', text: '下风方向有学校，空气监测数据应尽快公布' },
        { by: '危化处负责人', text: '死亡人数仍可能变化，发布时写明截至时间' }
      ],
      conclusion: '按重大突发事件回应；先发已知事实和避险提示，原因查明之前不说原因',
      proposedGrade: 'II',
      tasks: [{ text: '汇总公众最关心的问题，列出答问提纲', owner: { kind: 'role', role: 'analyst' }, dueAt: hoursAfter(sight, 6) }]
    }))
  },
  { id: 'blast-facts', at: at('10:20'), by: 'handler', act: deed('check-fact', () => checked) },
  {
    id: 'blast-first-checklist',
    at: at('10:25'),
    by: 'handler',
    act: finish('已办，现场指挥部确认', ({ source, dueAt }) => source === 'checklist' && dueAt < at('12:00'))
  },
  { id: 'blast-flash', at: at('10:35'), by: 'duty-officer', act: { do: 'paper', kind: 'flash' } },
  {
    id: 'blast-follow-up-report',
    at: at('11:40'),
    by: 'duty-officer',
    act: deed('file-report', (sight) => ({
      kind: 'follow-up',
      sentAt: minutesBefore(sight, 2),
      to: '市委办公室、市政府总值班室',
      documentNo: '云舆报〔2031〕8号',
      text: '明火基本扑灭，正对坍塌厂房破拆搜索，仍有人员失联；大气监测点数据未见明显超标；首次发布口径正在审批。',
      receipt: '市政府总值班室收'
    }))
  }
]

/** What is said in public: drafted, sent back, drafted anew, agreed by two more people, published, and told on. */
const said: readonly Act[] = [
  {
    id: 'blast-media-plan',
    at: at('11:50'),
    by: 'spokesperson',
    act: deed('plan-media', (sight) => [
      { outlet: '海东都市网', angle: '一线救援与伤员救治', plannedAt: hoursAfter(sight, 7) },
      { outlet: '云港新闻网', angle: '空气监测怎么测、数据怎么看', plannedAt: hoursAfter(sight, 8) }
    ])
  },
  // What a wording tells is what a person verified, not the number of the morning.
  { id: 'blast-risen-toll', at: at('11:50'), by: 'handler', act: deed('check-fact', () => [risenToll]) },
  { id: 'blast-draft', at: at('12:00'), by: 'spokesperson', act: draft('first-release', basis) },
  { id: 'blast-submit', at: at('12:06'), by: 'spokesperson', act: step('submit-wording') },
  { id: 'blast-wording-review', at: at('12:15'), by: 'analyst', act: step('approve-wording') },
  {
    id: 'blast-send-back',
    at: at('12:40'),
    by: 'deputy-leader',
    act: sendBackWording('公众最关心空气安不安全，请写明监测情况和下风方向居民怎么做')
  },
  {
    id: 'blast-redraft',
    at: at('13:00'),
    by: 'spokesperson',
    act: draft('first-release', basis, (text) => text.replace('大气监测，', '大气监测，监测点数据未见明显超标，'))
  },
  { id: 'blast-resubmit', at: at('13:05'), by: 'spokesperson', act: step('submit-wording') },
  { id: 'blast-second-review', at: at('13:15'), by: 'analyst', act: step('approve-wording') },
  { id: 'blast-issue', at: at('13:35'), by: 'leader', act: step('approve-wording') },
  { id: 'blast-release', at: at('13:50'), by: 'spokesperson', act: { do: 'release', title: '青石化工园区爆炸事故情况通报', body: null } },
  {
    id: 'blast-wording-tasks',
    at: at('13:58'),
    by: 'spokesperson',
    act: finish('口径已签发并发布，发布会筹备已就绪')
  },
  { id: 'blast-group-tasks', at: at('14:05'), by: 'analyst', act: finish('已会商，提纲已交新闻发言人') },
  { id: 'blast-special', at: at('14:10'), by: 'analyst', act: { do: 'paper', kind: 'special' } }
]

/** How the department answered, and what came of it. */
const answered: readonly Act[] = [
  { id: 'blast-hollow-answer', at: at('14:20'), by: 'handler', act: deed('answer', () => ({ text: hollowAnswer })) },
  {
    id: 'blast-answer-back',
    at: at('14:40'),
    by: 'supervisor',
    act: sendBackAnswer('通篇没有核查情况和办理措施，公众所问的空气、名单、赔偿一项未答，请重新答复')
  },
  {
    id: 'blast-remind',
    at: at('14:50'),
    by: 'supervisor',
    act: supervise('remind', '实质答复内容敷衍，未回应公众所问，请对照退回意见重新答复', null)
  },
  { id: 'blast-good-answer', at: at('15:30'), by: 'handler', act: deed('answer', () => ({ text: goodAnswer })) },
  { id: 'blast-accept-answer', at: at('15:40'), by: 'supervisor', act: acceptAnswer('已逐项回应，予以认可') },
  {
    id: 'blast-order',
    at: at('15:50'),
    by: 'supervisor',
    act: supervise('order-supervision', '首次实质答复被退回，耽误对外回应，请查明责任并整改答复审核程序', 24)
  },
  { id: 'blast-order-paper', at: at('15:55'), by: 'supervisor', act: { do: 'paper', kind: 'supervision-order' } },
  {
    id: 'blast-order-rectified',
    at: at('16:10'),
    by: 'handler',
    act: rectify('order', '已建立答复双人审核，未回应公众所问的不得报出；本次承办人已作检查')
  },
  { id: 'blast-order-accepted', at: at('16:20'), by: 'supervisor', act: acceptRectification('order', '制度已报备，验收通过') }
]

/** 持续发布, and the conference. */
const toldOn: readonly Act[] = [
  // The wording may tell the final toll only once a person has verified it.
  { id: 'blast-toll', at: at('16:22'), by: 'handler', act: deed('check-fact', () => [finalToll]) },
  { id: 'blast-update-draft', at: at('16:25'), by: 'spokesperson', act: draft('follow-up', basis) },
  { id: 'blast-update-submit', at: at('16:28'), by: 'spokesperson', act: step('submit-wording') },
  { id: 'blast-update-review', at: at('16:34'), by: 'analyst', act: step('approve-wording') },
  { id: 'blast-update-issue', at: at('16:45'), by: 'deputy-leader', act: step('approve-wording') },
  { id: 'blast-update', at: at('16:55'), by: 'spokesperson', act: { do: 'release', title: '青石化工园区爆炸事故处置续报', body: null } },
  {
    id: 'blast-conference',
    at: at('18:10'),
    by: 'spokesperson',
    act: {
      do: 'conference',
      title: '云港市召开青石化工园区爆炸事故新闻发布会',
      body: conferenceReport,
      venue: '云港市政府新闻发布厅',
      speaker: '市政府新闻办发言人'
    }
  },
  {
    id: 'blast-criticise',
    at: at('18:30'),
    by: 'supervisor',
    act: supervise('criticise', '牵头部门未按时提供准确情况，答复被退回，影响权威信息按时发布', 48)
  },
  { id: 'blast-statement', at: at('18:45'), by: 'handler', act: state('criticism', '伤亡数字当时仍在变化，未能及时核定；今后先报已知情况') },
  { id: 'blast-sign', at: at('19:00'), by: 'leader', act: sign('criticism', '情况属实，予以通报') },
  { id: 'blast-criticism-paper', at: at('19:05'), by: 'supervisor', act: { do: 'paper', kind: 'notice-of-criticism' } },
  {
    id: 'blast-media-published',
    at: at('19:30'),
    by: 'spokesperson',
    act: deed('publish-media', (sight) => {
      const piece = sight.detail.mentions.rows.find(({ source, url, title }) => source.includes('海东都市网') && url !== null && title !== null)
      if (piece === undefined || piece.url === null) throw new DeskError('还没有采集到海东都市网的报道')
      return { piece: '1', link: piece.url, title: piece.title, publishedAt: piece.publishedAt ?? sight.at }
    })
  },
  { id: 'blast-criticism-rectified', at: at('20:30'), by: 'handler', act: rectify('criticism', '已明确突发事件一小时内先报已知情况，并落实到岗') },
  { id: 'blast-criticism-accepted', at: at('20:50'), by: 'supervisor', act: acceptRectification('criticism', '已核查，验收通过') },
  {
    id: 'blast-lead-tasks',
    at: at('21:30'),
    by: 'handler',
    act: finish('已完成，见现场指挥部书面报告')
  },
  { id: 'blast-desk-tasks', at: at('21:40'), by: 'duty-officer', act: finish('续报已报送') },
  {
    id: 'blast-final-report',
    at: at('22:30'),
    by: 'duty-officer',
    act: deed('file-report', (sight) => ({
      kind: 'final',
      sentAt: minutesBefore(sight, 2),
      to: '市委办公室、市政府总值班室',
      documentNo: '云舆报〔2031〕9号',
      text: '搜救结束，伤员全部收治；权威发布、续报和新闻发布会均已完成；部门答复一次退回后重新答复；善后和调查继续进行。',
      receipt: '市政府总值班室收'
    }))
  },
  { id: 'blast-daily', at: at('22:50'), by: 'duty-officer', act: { do: 'paper', kind: 'daily' } }
]

export const blastActs: readonly ScriptedAct[] = [...morning, ...said, ...answered, ...toldOn].map((act) => ({ ...act, incident: 'chem-explosion' }))
