import { addMs, minuteMs, type Instant } from '../../../core/instant.ts'
import type { Elsewhere, Post, Talk } from '../../elsewhere.ts'
import { at } from './drafts.ts'

type Said = readonly [author: string, text: string]

/** A talk that somebody opens, and that goes on at even distances. */
function talk(number: number, title: string, opened: string, opening: Said, everyMinutes: number, replies: readonly Said[]): Talk {
  const post = ([author, text]: Said, moment: Instant): Post => ({ at: moment, author, text })
  const first = at(opened)
  return {
    number,
    title,
    posts: [post(opening, first), ...replies.map((said, index) => post(said, addMs(first, (index + 1) * everyMinutes * minuteMs)))]
  }
}

const answers: readonly Said[] = [
  ['南门旧友', '同问，收藏一下，等有经验的朋友来说说。'],
  ['老茶客', '我去年这样试过，慢慢来就好，头一个月最要耐心。'],
  ['小满', '楼上说得在理，我家也是这么做的，省心不少。'],
  ['听雨', '可以先去图书馆借本书看看，再决定要不要花钱。'],
  ['豆沙包', '谢谢分享，周末就照着做一遍，回来汇报。'],
  ['木棉', '补充一点：早上光线好，拍出来的照片最好看。'],
  ['桥边人', '这个话题每年春天都有人问，老帖子里有很多答案。'],
  ['阿宽', '我觉得不用买贵的，够用就行，旧物改一改也很好。']
]

/** A quiet day's talk: one opens every three hours, and on each somebody answers now and then, so that the board has something new at each look. */
const boardTalks: readonly Talk[] = [
  [
    '阳台上的薄荷怎么越养越瘦',
    '园子小',
    '去年种的薄荷今年发芽很慢，叶子又小又薄，每天晒太阳也浇水。想问问大家平时怎么修剪，要不要换一个大一点的盆？'
  ],
  ['求推荐适合初学者的口琴曲', '慢半拍', '刚学会吹单音，想找几首旋律简单的老歌练一练，最好有简谱。大家当初都是从哪首曲子开始学的呢？'],
  ['晒晒你家的早餐', '锅边饭', '今天做了葱花鸡蛋饼配小米粥，孩子吃了两张。天天想早餐吃什么也挺费脑筋的，来晒晒你家餐桌，互相抄个作业。'],
  ['二手书交换帖', '书虫一只', '家里书架满了，整理出二十来本小说和散文，品相都不错。有想换书的朋友可以留书名，周末在图书馆门口碰头。'],
  ['第一次织围巾，总是越织越宽', '毛线团', '照着视频起了四十针，织到一半发现变成五十多针，拆了两回了。是不是边上多绕了线？求会织的姐姐们指点。'],
  ['有没有一起晨走的', '早起人', '每天六点半从滨江公园东门出发，走到灯塔再走回来，大约五公里。一个人走有点闷，想找三五个伴，速度不快。'],
  ['手冲咖啡用什么水好', '一杯清', '同样的豆子，家里冲的总是发涩。有人说和水的软硬有关，也有人说是水温高了，想听听大家平时怎么冲。'],
  ['给猫搭个爬架', '三花管家', '想用旧书架改一个猫爬架，麻绳已经买好了，就差怎么固定到墙上又不伤墙面，有做过的朋友给个思路。']
].map(([title = '', author = '', text = ''], index) =>
  talk(
    900_001 + index,
    title,
    `${index === 0 ? '-1 ' : ''}${index === 0 ? '21:00' : `${String(index * 3 - 3).padStart(2, '0')}:06`}`,
    [author, text],
    18,
    [...answers.slice(index), ...answers, ...answers.slice(0, index)].slice(0, 10)
  )
)

/** What stands on the other kinds of places: everyday talk that is of no incident. */
export const elsewhere: Elsewhere = {
  board: { talks: boardTalks, wall: { from: at('14:00'), until: at('15:40') } }
}

/** The same morning, with its wall in the middle of it. */
export const elsewhereInTheMorning: Elsewhere = { ...elsewhere, board: { ...elsewhere.board, wall: { from: at('09:20'), until: at('11:00') } } }
