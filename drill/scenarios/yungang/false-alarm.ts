import type { Draft } from '../../scenario.ts'
import { penFor } from './drafts.ts'

const write = penFor('stove-smoke', 'stove-smoke', 'report')

/** People take the smoke of a stove that is tried out for a fire: the machine cannot know, and a person of the desk dismisses it. */
export const falseAlarm: readonly Draft[] = [
  write.weibo(
    '10:06',
    '望海老赵',
    '云港望海区港东街道海悦花园三号楼楼顶着火了！黑烟一股一股往外冒，整个小区都是焦味，楼道里的人都在往下跑，消防车已经开进来两辆了，不知道有没有人困在上面。',
    { key: 'smoke-first', counts: [60, 31, 22] }
  ),
  write.forum(
    '10:14',
    '海悦花园三号楼起火，住附近的注意',
    '望海区港东街道海悦花园三号楼楼顶刚才起火，黑烟很大，我家在对面楼，窗户都不敢开。物业在业主群里什么都没说，楼下围了好多人，消防车来了，希望没有人受伤。',
    { author: '对面楼住户' }
  ),
  write.metro(
    '10:26',
    '网友反映云港海悦花园一居民楼楼顶起火 消防已到场',
    '海东都市网云港讯 多名网友反映，云港市望海区港东街道海悦花园小区三号楼楼顶起火，现场有黑烟冒出。记者看到，两辆消防车已进入小区，楼内居民已自行下楼。起火原因和过火情况有待消防部门发布。',
    { key: 'smoke-metro' }
  ),
  write.weibo(
    '10:40',
    '港东小满妈',
    '刚从云港海悦花园旁边过，三号楼楼顶起火的烟还没散，消防员抬着水带上去了，小区门口堵得走不动。楼里老人多，火要是烧下来可怎么办，物业出来说句话啊。',
    { counts: [20, 12, 5] }
  )
]
