/**
 * Why a figure is one of a story and not of these days: an exhibition, a film or a book tells it, a veteran remembers it, somebody
 * dreamt it, made it up, acted it, joked. Null: nothing says so, or something in the sentence says that it happened.
 */
export function toldStory(sentence: string, start: number, end: number): string | null {
  if (!mayTell.test(sentence)) return null
  const before = sentence.slice(0, start)
  const behind = sentence.slice(end)
  const claim = sentence.slice(start, end)
  if (bareDead.test(claim) && inanimate.test(behind)) return '说的不是人'
  if (spared.test(before) || (claim.includes('例') && spared.test(before + claim))) return '说的是避免了的伤亡'
  if (happened.test(sentence)) return null
  if (isDreamt(before)) return '梦里的事'
  if (joked.test(before) || jokedBehind.test(behind)) return '玩笑话'
  if (madeUp.test(before)) return '编出来的故事'
  if (acted.test(before) || (stage.test(before) && laughs.test(behind))) return '戏里的事'
  if (slain.test(sentence)) return '游戏里的说法'
  if (isOfWork(before, behind)) return '展览、影视或书里讲的事'
  if (war.test(before) && fallen.test(sentence) && !danger.test(sentence)) return '战争年代的往事'
  return abroad.test(before) && !danger.test(sentence) ? '援外所在地的旧事' : null
}

/** Looked for first: most sentences have none of these. */
const mayTell =
  /展|影|片|剧|戏|书|《|故事|梦|玩笑|段子|笑话|编|生成|虚构|僵尸|丧尸|敌人|相声|小品|脱口秀|老兵|战|红军|八路|援非|援外|维和|死了|挂了|预防|避免|减少|防止|降低/

/** Says that it happened in earnest, or here and now. */
const happened =
  /真的|真死|真事|真出事|成真|当真|不是(?:做梦|玩笑|开玩笑|演|电影|小说|故事|段子)|并非|没开玩笑|送医|送往|消防|警方|已致|已造成|已有|目前|突发|突然|意外|不慎|酿成|悲剧|事故|参观者|游客|工作人员|演员|剧组|展厅|展台|馆内|影厅|家中|开展首日|开幕首日|伤者|抢救|被困/
const dreamt = /(?<![睡托白像如])(?:梦见|梦到|做(?:了)?(?:一?个)?[噩恶怪]?梦(?!都|也|没|想|般|一样|似))/
const awake = /结果|果然|醒来|没想到|竟|今早|今天|刚刚|居然/
const joked = /^[^,。]{0,6}(?:愚人节(?:玩笑|快乐|段子|整蛊)|开个?玩笑(?:的|而已|哈)?[:,]|讲个笑话|说个笑话|讲个段子)/
const jokedBehind = /^[^。]{0,8}(?:开玩笑的|逗你们?玩|骗你们?的|愚人节快乐|纯属玩笑)/
const madeUp =
  /(?:chatgpt|gpt|deepseek|ai|豆包|文心一言|大模型|人工智能|我|自己|瞎)[^,。:]{0,4}(?:编|写|生成|虚构|创作|杜撰)[^,。:]{0,6}(?:故事|小说|剧情|段子|情节|剧本|童话)/i
const acted = /(?:剧情|情节|剧本|影片|故事片|小说|故事|动画片|电影|(?<![悲惨喜])剧|(?<![嬉游看演])戏)[中里](?![心途间])/
const stage = /相声|小品|脱口秀|段子|滑稽戏/
const laughs = /爆笑|大笑|哄笑|笑声|笑翻|笑疯|包袱|喝彩|掌声/
const slain = /(?:僵尸|丧尸)(?:围城|来袭|世界|末日)|(?:消灭|击杀|歼灭)(?:了)?(?:敌人|怪物|僵尸|丧尸|对手)/
const bareDead = /^[^人名]*(?:死|挂)了[^人名]*$/
const inanimate =
  /^[台部条只盆棵株块]?(?:手机|电脑|平板|硬盘|主机|充电宝|耳机|显卡|电瓶|电池|金鱼|鱼|猫|仓鼠|乌龟|鸡|鸭|花|树|多肉|绿植|账号|号|脑细胞|细胞|角色)/
/** 未能避免3人死亡 tells of three. */
const spared = /(?<!未能?|没能?|没有|无法|不能|难以)(?:预防|避免|减少|防止|降低)了?(?:[^,。;]{0,4})(?:死亡)?$/
const war =
  /抗美援朝|抗战|抗日|解放战争|长征|淮海战役|辽沈战役|平津战役|对越|自卫反击|二战|一战|志愿军|红军|八路军|新四军|上甘岭|长津湖|(?:老兵|老战士)[^,。]{0,4}(?:回忆|讲述|追忆|忆|说起)/
const fallen = /牺牲|阵亡|战死|战友|战斗|全[连排团营班]|壮烈|殉国|战役|战争/
const abroad = /(?:援非|援外|维和|援塞|援几)[^,。]{0,4}(?:期间|时|归来|回忆|经历)/
const danger = /车祸|爆炸|爆燃|枪击|斗殴|殴打|袭击|撞|追尾|翻车|起火|着火|失火|火灾|大火|坍塌|倒塌|垮塌|溺|坠|砍|捅|遇袭|泄漏|中毒|踩踏|触电|猝死/

const work =
  /(?<![开发进扩拓伸舒施])展(?![开示望区位商销现])|《(?![^》]{0,12}(?:报|新闻|周刊|法|条例|规定|办法|通知|通报)》)|电影|影片|纪录片|灾难片|灾难大片|上映|话剧|舞台剧|音乐剧|小说|图书|新书|书店|图书馆|绘本|连环画|回忆录/
const tells = /讲述|讲的是|讲了|讲解|描写|描绘|刻画|再现|重现|重温|还原|演绎|改编|取材|展现|展出|记录了|记述|纪念/
/** Who tells of what he saw. */
const witness = /目击|亲历|邻居|居民|家属|亲属|知情|负责人|记者|监控|市民/
const told = /^(?:[^,。]{0,4})(?:故事|往事|传说|史实|历史|老照片|照片|影像|文物|传奇)/
const namedExhibition = /(?<![开发进扩拓伸舒施])展[览]?(?:》|”)?:[^:]*$/
const longPast = /古城|古国|古墓|火山|泰坦尼克|沉船|大屠杀|海啸|地震|瘟疫|黑死病|战役|战争|恐龙|史前|明清|清代|民国|世纪/

/** A work is named, it tells, and nothing happens in between: 博物馆起火，馆长讲述3人遇难经过 tells what happened to the museum. */
function isOfWork(before: string, behind: string): boolean {
  const named = work.exec(before)
  if (named === null) return false
  const rest = before.slice(named.index)
  const telling = tells.exec(rest)
  const between = telling === null ? '' : rest.slice(0, telling.index)
  if (telling !== null) return !danger.test(between) && !witness.test(between)
  if (told.test(behind)) return !danger.test(rest)
  return namedExhibition.test(before) && longPast.test(before) && !danger.test(before)
}

function isDreamt(before: string): boolean {
  const dream = dreamt.exec(before)
  return dream !== null && !awake.test(before.slice(dream.index))
}
