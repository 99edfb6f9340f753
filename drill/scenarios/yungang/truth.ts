import type { IncidentTruth } from '../../scenario.ts'
import { lampTitle } from './acts.ts'
import { at } from './drafts.ts'

/** First publication is exact to the minute; an occurrence read from 8时25分许 too. */
const exact = 1

/** What the desk must have found by the end of the day. */
export const incidents: readonly IncidentTruth[] = [
  {
    key: 'chem-explosion',
    name: '青石化工园区爆炸',
    grade: 'II',
    anchor: { kind: 'occurred', at: at('08:25'), toleranceMinutes: exact },
    countdowns: [
      { kind: 'authoritative-release', state: 'met', overdueToldTo: ['分管副市长', '市长', '市政府督查室'] },
      { kind: 'press-conference', state: 'met' }
    ]
  },
  {
    key: 'bus-crash',
    name: '滨海大道公交车与货车相撞',
    grade: 'III',
    anchor: { kind: 'occurred', at: at('13:50'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'met' }]
  },
  {
    key: 'wastewater-poisoning',
    name: '城南污水处理厂中毒窒息',
    grade: 'III',
    anchor: { kind: 'occurred', at: at('-2 14:00'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'overdue' }]
  },
  {
    key: 'slag-trucks',
    name: '江堤路渣土车遗撒',
    grade: 'IV',
    anchor: { kind: 'first-published', at: at('02:10'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'running' }]
  },
  {
    key: 'vendor-clash',
    name: '海鲜街占道经营冲突',
    grade: 'IV',
    anchor: { kind: 'first-published', at: at('00:25'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'running' }]
  },
  {
    key: 'plane-trees',
    name: '梧桐路砍树毁绿',
    grade: 'IV',
    anchor: { kind: 'first-published', at: at('06:50'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'met' }]
  },
  {
    key: 'garbage-heap',
    name: '石桥新村垃圾堆积',
    grade: 'IV',
    anchor: { kind: 'first-published', at: at('05:40'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'running' }]
  },
  {
    key: 'cooking-fumes',
    name: '白塘镇美食街油烟扰民',
    grade: 'IV',
    anchor: { kind: 'first-published', at: at('00:50'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'running' }]
  },
  {
    key: 'stove-smoke',
    name: '海悦花园冒烟',
    grade: 'IV',
    anchor: { kind: 'first-published', at: at('10:06'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'withdrawn' }]
  },
  {
    key: 'street-lamps',
    name: lampTitle,
    grade: 'IV',
    anchor: { kind: 'occurred', at: at('-1 19:00'), toleranceMinutes: exact },
    countdowns: [{ kind: 'reply', state: 'running' }],
    byHand: true
  }
]
