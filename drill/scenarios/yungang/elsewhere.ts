import { addMs, minuteMs, type Instant } from '../../../core/instant.ts'
import type { Article, Elsewhere, Post, Talk, Ticket } from '../../elsewhere.ts'
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

const tiebaTalks: readonly Talk[] = [
  [
    '云港哪家书店可以坐着看一下午',
    '书页折角',
    '想找一家安静、有座位、最好能买杯茶的书店，周末带孩子去坐坐。市中心的几家人都多，大家有没有私藏的去处？'
  ],
  ['有会修老式收音机的师傅吗', '短波爱好者', '爷爷留下的老收音机不响了，指示灯还亮。想找个懂行的师傅看看，也想自己学着修，求推荐入门的书和工具。'],
  ['春天适合拍照的小巷', '胶片盒', '整理了几条适合拍照的小巷，白墙黑瓦，早晨光线柔和。欢迎补充，等我凑齐十条，做一张手绘地图发在这里。'],
  ['一起学手语吧', '安静的风', '下个月想报手语入门班，想找几个同学一起，互相练习更容易坚持。零基础就可以，每周一次，在文化馆上课。']
].map(([title = '', author = '', text = ''], index) =>
  talk(7_900_001 + index, title, ['-1 20:30', '02:10', '08:40', '13:30'][index] ?? '12:00', [author, text], 35, answers.slice(0, 5 + index))
)

const articles: readonly Article[] = [
  [
    '00:40',
    '夜读：一盏灯和一本旧地图',
    '夜里翻到一张手绘的旧地图，街巷的名字大多还在，只是铺面换了几回。灯下慢慢看，像跟着画图的人走了一遍城。愿你今晚也有一盏灯、一本书和一夜好眠。'
  ],
  [
    '07:30',
    '早安，今天适合带一束花回家',
    '街角的花店摆出了郁金香和洋甘菊，十元钱就能挑一小束。插在玻璃瓶里，放在窗台上，一整天的心情都会亮一点。养花的小窍门：每天换水，斜剪花茎。'
  ],
  [
    '10:10',
    '春日手账：写给自己的十二件小事',
    '早起看一次日出，学会一道新菜，给老朋友写一封信，整理一遍书架。把想做的小事写下来，一件一件划掉，日子就有了形状。留言说说你的第一件小事。'
  ],
  [
    '15:20',
    '午后茶话：怎样泡好一壶茉莉花茶',
    '水温八十五度左右，茶叶三克，头泡一分钟。茉莉花茶贵在香气清新，不宜久焖。配一块桂花糕，和家人坐下来聊聊天，就是很好的午后。'
  ],
  [
    '19:00',
    '周末手作预告：一起来编竹篮',
    '本周末的手作课请来竹编老师傅，教大家从起底到收口编一只小竹篮。材料已经备好，带上耐心就行，亲子家庭优先，名额二十个，后台留言报名。'
  ]
].map(([time = '', title = '', text = ''], index) => ({ number: 2_650_000_001 + index, at: at(time), title, text }))

const topics = [
  '樱花的第一百种拍法',
  '毕业歌单投票',
  '一句话形容你的家乡菜',
  '国风动画新预告',
  '围棋少年连胜',
  '春日穿搭灵感',
  '手写信回归',
  '猫咪的迷惑行为',
  '周末露营清单'
]

/** Questions and thanks, as most calls are; a system that lost the answer to its push sends it again. */
const tickets: readonly Ticket[] = [
  ['00:50', '咨询图书馆周末开放时间', '市民来电咨询市图书馆周末几点开门、少儿阅览室是否需要预约，希望告知办理读者证所需的材料。'],
  ['04:20', '咨询老年优待卡办理', '市民来电咨询为父亲办理老年优待卡需要带哪些证件，是否可以在就近的便民服务中心办理。'],
  ['08:45', '表扬公交司机', '市民来电表扬十二路公交车司机，耐心等候老人坐稳后再起步，服务态度很好，希望转达感谢。'],
  ['10:30', '咨询居住证续签', '市民来电咨询居住证到期后如何续签，能否在手机上办理，需要多少个工作日。'],
  ['12:00', '咨询公园年卡', '市民来电咨询植物园年卡的办理地点和价格，学生是否有优惠，带小朋友入园如何计算。'],
  ['16:15', '感谢社区工作人员', '市民来电感谢社区工作人员上门为老人讲解手机使用方法，讲得清楚又有耐心。'],
  ['20:05', '咨询夜间图书角', '市民来电咨询地铁站的夜间图书角怎样借书、还书，是否需要押金。']
].map(([time = '', title = '', text = ''], index) => ({
  number: `YG20310312-${String(index + 1).padStart(3, '0')}`,
  at: at(time),
  title,
  text,
  caller: `1380013800${index}`,
  place: '临江区',
  again: index % 3 === 0 ? 'same-request' : index % 3 === 1 ? 'signed-anew' : null
}))

/** What stands on the other kinds of places: everyday talk that is of no incident. */
export const elsewhere: Elsewhere = {
  board: { talks: boardTalks, wall: { from: at('14:00'), until: at('15:40') } },
  tieba: { forum: '云港', talks: tiebaTalks },
  wechat: { account: '云港生活', feed: 'MP_WXS_9001000001', articles },
  hotList: { list: 'weibo', topics },
  tickets
}

/** The same morning, with its wall in the middle of it. */
export const elsewhereInTheMorning: Elsewhere = { ...elsewhere, board: { ...elsewhere.board, wall: { from: at('09:20'), until: at('11:00') } } }
