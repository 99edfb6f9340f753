import type { AssessedMention } from '../../core/ports.ts'
import { observation } from './contract-mentions.ts'

/** Small texts that differ where searches go wrong: widths, cases, borders of fields, marks, emoji, unknown times. */
export const searchCorpus: readonly AssessedMention[] = [
  observation({ id: 'c01', title: '化工厂发生爆炸', text: '临江区化工园一工厂今晨发生爆炸,2人受伤。', kind: 'portal', source: '北岸网', published: '2031-03-12 08:00', grade: 'III', author: '记者甲' }),
  observation({ id: 'c02', title: null, text: '刚才那声巨响是爆炸吗?楼都晃了😱😱', kind: 'weibo', source: '@江边人', published: '2031-03-12 08:03', author: '江边人' }),
  observation({ id: 'c03', title: '暴雨红色预警', text: '气象台发布暴雨红色预警信号', kind: 'portal', source: '北岸网', published: '2031-03-11 23:59', grade: null, relevant: false }),
  observation({ id: 'c04', title: '发展中国家论坛', text: '发展中国家如何应对气候变化', kind: 'newspaper', source: '江城日报', published: '2031-03-10 00:00', relevant: false }),
  observation({ id: 'c05', title: '占道经营', text: null, kind: 'hotline', source: '12345热线', published: null, grade: 'IV' }),
  observation({ id: 'c06', title: 'A股收评', text: 'The ABC Group said GDP grew 5.2% in Q1', kind: 'portal', source: 'Economy Daily', published: '2031-03-12 15:30' }),
  observation({ id: 'c07', title: 'ABC公司 通报', text: '全角ABC与半角abc同义', kind: 'app', source: '江城客户端', published: '2031-03-12 16:00', author: 'Alice' }),
  observation({ id: 'c08', title: '標題繁體', text: '爆炸發生後,消防員趕到現場', kind: 'forum', source: '江畔論壇', published: '2031-03-09 10:00' }),
  observation({ id: 'c09', title: '路面', text: '塌陷', kind: 'tieba', source: '临江吧', published: '2031-03-12 09:00', grade: 'IV' }),
  observation({ id: 'c10', title: '路面塌陷', text: '塌陷处已围挡', kind: 'tieba', source: '临江吧', published: '2031-03-12 09:00', grade: 'III' }),
  observation({ id: 'c11', title: '爆\u200b炸 零宽', text: '有人把爆\u200d炸写成这样', kind: 'weibo', source: '@路人', published: '2031-03-12 09:10' }),
  observation({ id: 'c12', title: '换行与空格', text: '第一行  有两个空格\n\n第二行\t制表符 end', kind: 'blog', source: '博客', published: '2031-03-01 12:00' }),
  observation({ id: 'c13', title: '👨‍👩‍👧 一家人', text: '❤️ 点赞 👍🏽', kind: 'video', source: '短视频', published: '2031-03-12 20:00' }),
  observation({ id: 'c14', title: '', text: '', kind: 'message-board', source: '领导留言板', published: null }),
  observation({ id: 'c15', title: '问:“什么时候修好?”', text: '答:"尽快"。——编者按…(完)', kind: 'message-board', source: '领导留言板', published: '2031-03-12 00:00', author: '网民' }),
  observation({ id: 'c16', title: '火灾OR演练', text: '消防演练:or not; AND, NEAR(x) *-"^', kind: 'broadcast', source: '江城广播', published: '2031-03-13 00:00' }),
  observation({ id: 'c17', title: '3·15晚会', text: '价格为¥199.00,折扣-20%,网址 http://shop.example/a?b=1#c', kind: 'wechat', source: '江城发布', published: '2031-03-15 20:00' }),
  observation({ id: 'c18', title: '𠮷野家 火灾', text: '𠮷是扩展区汉字,𠮶也是', kind: 'hot-list', source: '热榜', published: '2031-03-12 07:59', grade: 'II' }),
  observation({ id: 'c19', title: '火', text: '灾', kind: 'weibo', source: '@路人', published: '2031-03-12 07:58' }),
  observation({ id: 'c20', title: '垃圾清运不及时', text: '垃圾垃圾垃圾,臭。', kind: 'hotline', source: '12345热线', published: '2031-03-12 07:57', grade: 'IV', author: null })
]

/** What people type; each must find what looking at every mention finds. */
export const searchQueries: readonly string[] = [
  // one character, of all sorts
  '火', '炸', '爆', '臭', '人', 'a', 'A', 'A', '5', '。', '?', '?', '%', '¥', '·', '"-"', '*', '^', '…', '—', '😱', '👍', '𠮷', '𠮶', '❤',
  // two and more
  '爆炸', '发生', '中国', '国家', '展中', '暴雨', '红色预警', '化工厂发生爆炸', '垃圾垃圾', '垃圾垃圾垃圾', '垃圾垃圾垃圾垃圾', '圾垃', '火灾', '路面塌陷', '面塌', '陷塌', '塌陷塌陷',
  // letters, digits, widths, cases
  'abc', 'ABC', 'ABC', 'aBc', 'gdp grew', '"gdp grew"', '"GDP  grew"', 'q1', '5.2%', '12345', '199.00', 'A股', 'abc公司',
  // traditional characters stay traditional
  '发生', '發生', '論壇', '论坛', '現場', '现场',
  // marks, quotes, what an index language might take for its own
  '"什么时候"', '“什么时候”', '"“什么"', '受伤。', '?楼', '(完)', 'NEAR(x)', 'AND', 'or', '"OR"', '*-', '-20%', 'http://shop.example/a?b=1#c', '3·15', '——编',
  // emoji and zero width
  '😱😱', '👨‍👩‍👧', '👨', '👍🏽', '爆\u200b炸', '❤️ 点赞',
  // white space
  '"两个空格 第二行"', '"空格 第二行"', '"第二行 制表符"', '制表符  end', '"制表符 end"', '"e"',
  // and, or, not
  '爆炸 受伤', '爆炸 暴雨', '爆炸 OR 暴雨', '爆炸 OR 暴雨 OR 占道', '爆炸 OR 暴雨 信号', '-爆炸', '爆炸 -受伤', '-爆炸 -火 -灾', '-"发生爆炸" 爆炸', '爆炸 OR -塌陷', '火 灾', '火 -灾',
  // fields
  'title:爆炸', 'text:爆炸', '标题:火灾', '正文:塌陷', 'title:路面 text:塌陷', '-title:路面塌陷 路面', 'title:"ABC公司 通报"', 'title:面塌', 'text:面塌', 'title:火', 'text:火',
  'source:北岸网', 'source:@路人', 'source:"economy daily"', 'source:北岸', '来源:领导留言板', '-source:北岸网', 'kind:weibo', 'kind:微博', '类型:热线', '-kind:portal 爆炸',
  'author:记者甲', 'author:alice', '-author:alice', '作者:网民', 'grade:II', 'grade:iii', '等级:一般', '-grade:IV', 'grade:III OR grade:IV', 'incident:case-1', '-incident:case-1', '事件:case-1 爆炸',
  // days of publication
  '2031-03-12..2031-03-12', '2031-03-11..2031-03-12 爆炸', '2031-03-13..', '..2031-03-10', '-2031-03-12..2031-03-12', '2031-03-12..2031-03-12 OR title:占道', '2040-01-01..',
  // everything and nothing
  '', '   ', '没有人写过这句话'
]
