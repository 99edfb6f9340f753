/**
 * Words by which Chinese tells why something happened, from the grammar of the language (causal nouns, connectives, verbs, blame) and from
 * the usual vocabulary of accident reports. All patterns are alternations of plain words: linear in the text.
 */

/** What happens to people and things: the event, not its cause. */
const events = [
  '起火|失火|着火|火灾|大火|火情|爆炸|爆燃|闪爆|爆管|燃烧|烧毁|坍塌|垮塌|倒塌|塌陷|塌方|沉降|下陷|滑坡|泄漏|泄露|外泄',
  '侧翻|翻车|坠落|坠楼|坠亡|坠入|跌落|掉落|脱落|断裂|破裂|爆裂|开裂|决堤|溃坝|沉没|翻沉|追尾|相撞|碰撞|踩踏|脱轨|失控',
  '中毒|溺水|溺亡|触电|窒息|停水|停电|断电|断水|断气|停气|缺失|丢失|损毁|损坏|污染|超标|死鱼|呕吐|腹泻|感染|摔伤|摔倒|跌倒|绊倒'
].join('|')
const hurt = '受伤|死亡|身亡|伤亡|遇难|不幸|烧伤|轻伤|重伤'
export const event = new RegExp(`${events}|${hurt}`, 'u')
/** A text that ends in a happening: harm by it is told, not explained (因爆炸造成3人受伤). */
export const endsInHappening = new RegExp(
  `(?:${events}|事故|事件|险情|本次|此次|地震|暴雨|大风|台风|强对流天气|降雨|降雪|灾害|灾情|冲击波|余震|洪水)(?:事故|事件|险情)?$`,
  'u'
)
export const happens = new RegExp(`发生[^,、]{0,10}(?:${events}|事故|事件|地震)`, 'u')

/** What a person did or left undone, or how a thing failed. */
const failing = [
  '不当|失误|违规|违章|违法|违反|擅自|私自|私拉|乱接|老化|老旧|腐蚀|锈蚀|短路|过载|超载|超速|超负荷|超压|过热|酒后|酒驾|醉酒|疲劳驾驶|年久失修',
  '破损|缺陷|质量问题|质量差|质量不|偷工减料|豆腐渣|人为|蓄意|故意|恶意破坏|纵火|放火|投毒|被盗|被偷|盗窃|偷盗|盗走|偷走',
  '烟头|抽烟|吸烟|电焊|动火|静电|火花|未设|未按|未尽|未及时|未采取|没有设置|没设|失职|渎职|疏忽|疏于|大意|不善|不力|不到位|不严|缺位|监管缺失',
  '故障|失灵|失效|自燃|雷击|漏电|漏气|堵塞|松动|挖断|挖破|压坏|压垮|碾坏|碾压|点燃|引燃|操作|责任事故|安全事故责任'
].join('|')
export const fault = new RegExp(failing, 'u')
/** What stands before an event as its first link: 燃气泄漏遇明火，随即爆炸. */
export const firstLink = new RegExp(`${failing}|泄漏|泄露|外泄|遇明火|遇火|明火|火源|积聚|破裂|断裂|失控|脱落|超标`, 'u')
/** `事故为人为破坏`, `系违规操作`, `属责任事故`. */
export const isFailing = new RegExp(`(?:为|系|是|属于?)(?!了|此)[^,、]{0,6}?(?:${failing})`, 'u')

const nouns = '起因|原因|成因|诱因|肇因|主因|元凶|真凶|祸首|祸根|罪魁|根源|导火索|病根|症结'
const found =
  '(?:(?:已经?|现|目前|初步|基本|最终|经[^,]{0,10}?)*(?:查明|查清|认定|判断|判定|分析|推测|怀疑|确定|确认)|主要|直接|很?可能|大致|应当?|应该|无非|就|恐怕?|或许?)*'
const open = '正在?|尚|有待|待|仍|还在?|进一步|不明|不详|未知|未明|准|什么|何|哪|谁|当务之急|重点|首要|关键|调查|下一步'
/** `起因：管道腐蚀`, `罪魁祸首是施工方`, `原因在于…`. */
export const namesCause = new RegExp(
  `(?:${nouns})(?:祸首)?(?:有[一二两三四几]|如下)?[,]?${found}(?:就是|正是|为|是|系|在于|出在|归于|归咎于|[:：])(?!${open})[^,]{2}`,
  'u'
)
/** `液化气罐是罪魁祸首`. */
export const isTheCause = new RegExp(`(?:是|系|成为|成了|为)[^,、]{0,14}?(?:${nouns})(?!不明|待|尚|正|有待|未|仍|调查|进行|的调查|作出|展开)`, 'u')
/** `责任在施工单位`, `负全部责任`, `是…惹的祸`, `难辞其咎`. */
export const blames = new RegExp(
  [
    '责任(?:完全|主要|全部|全|都|应当?|应该)*(?:在于?(?!调查|查|核|认定|进一步|谁|哪)|归(?!属|谁|哪|口)|属于?(?!地|谁|哪))',
    '(?:负|承担|担)(?:有|起)?(?:事故|此次|本次|此事)?(?:的)?(?:全部|主要|次要|直接|同等|首要|不可推卸的?)(?:的)?责任(?!人)|[负是]全责|是[^,]{2,10}的(?:责任|过错)',
    '惹的?祸|惹出[^,]{0,6}祸|闯的?祸|作的?祟|难辞其咎|难逃其责|归咎|归因|归结[为于]|咎在|怪罪|只能怪|怪[^,]{1,8}(?:不|没)|[一-龥]的错(?!误)'
  ].join('|'),
  'u'
)
/** `缘于`, `源于`: of events, not of pictures and news. */
export const stems = /(?:缘于|源于|起于|肇始于|出于|起自|得从|祸起)(?![^,]{0,4}(?:网络|互联网|安全|保护|对|谨慎|人道|关心))/u
export const ofNews = /信息|图片|视频|消息|数据|资料|谣言|素材|截图|内容|帖|账号/u
/** `事故与管道老化有关`. */
export const concerns = new RegExp(
  `(?:${events}|事故|事件|原因|此事)[^,]{0,6}[与和跟同](?!网传|传言|谣言|网上|相关|有关|各)[^,]{2,20}?(?:有关(?!部门|单位|方面|人员|工作|情况)|无关|有直接关系|没有关系|脱不开|密不可分)`,
  'u'
)
/** `不排除…`: of causes, not of further harm. */
export const notExcluded = /不排除(?!后续|死|伤|人数|伤亡|数字|进一步|再次|余震|次生|二次|有新|还有|仍有)/u
/** A guess or a judgement of what it is, unless of hurt people and counts. */
export const supposed =
  /(?:(?:初步|经调查|经查|调查|经勘查|警方|专家)(?:判断|认定|查明|分析|推测|怀疑|认为)|疑似?(?=[因由系为是])|怀疑|推测|猜测|估计|很?可能(?=[是系因由])|或(?=[因系])|恐(?=[因系]))(?:系|是|为|由|因)(?!否)[^,]{2}/u
export const ofHurt = /伤|\d+人|死|遇难|级|网传|谣|一起(?!人为|责任|蓄意|故意|恶意|违)/u

/** `人为破坏`, however it is said. */
export const deliberate =
  /(?:人为|蓄意|故意|恶意)(?:地|的)?(?:破坏|毁坏|损坏|纵火|放火|投毒|伤害|为之|所为)|疑似[^,]{0,4}(?:老化|违规|操作|短路|故障|腐蚀|破损)/u

export const causeVerb =
  /(?<![导招引以一大所精细极])致(?![歉力谢敬电函富癌死伤使])|引起|引发|引燃|点燃|诱发|导致|致使|造成|酿成|触发|招致|惹出|所致|使得|以致/gu
/** `由`, `因` and the like before a cause verb: what stands between is the cause. */
export const byWord = /(?:由于|因为|缘于|由|因|系|是)([^,]{1,40})$/u
/** What is warned of, not told: 避免造成二次伤害, 未造成人员伤亡. */
export const onlyFeared =
  /打击|严查|查处|整治|排查|禁止|避免|防止|防范|以免|谨防|预防|严防|杜绝|如果|如有|如因|若|一旦|凡|未$|未曾|没有$|没$|不会|勿|不要|是否|会不会|有没有|并未$|尚未/u
/** What an event brings about after it, in people's minds and in traffic. */
export const aftermath =
  /关注|热议|讨论|议论|舆情|舆论|质疑|误解|误会|担忧|担心|恐慌|围观|不满|转发|猜测|重视|反响|共鸣|拥堵|中断|封闭|不便|影响|延误|滞留|停运|晚点|困扰|次生|二次|混乱|停课/u
export const harm = /死|伤|遇难|失联|被困|失踪|损失|受损|毁|拥堵|中断|封闭|停[电水气运]|延误|不便|影响|\d|人|房屋|车辆|玻璃/u

/** Why something is done, or why somebody died of what the event did: no cause of the event. */
export const reasonOfMeasure =
  /正在|施救|救援|抢救|救治|医治|抢险|抢修|搜救|救灾|处置|封闭|管制|管控|需要|安全|出行|隐私|涉密|保密|信号|人[数员]较?多|排查|调查|核实|核查|伤势|伤情|伤重|重伤|受伤|失血|病情|无效|防控|公务|工作|时间|来电|情况复杂|条件限制|受影响|影响/u
export const measure =
  /救援|搜救|难度|封闭|绕行|管制|管控|关闭|停课|停业|停止|停工|停产|暂停|疏散|转移|撤离|推迟|延期|延迟|取消|改道|改走|请|致歉|歉意|道歉|不便|救治|送医|送往|住院|就医|安置|暂不|暂时|无法|不能|不予|调整|限行|停运|晚点|赶赴|处置|启动|展开|开展|决定|要求|获救|救出|加强|排查|组织|提醒|建议|希望|追究/u

export const asks = /是否|有无|何种|何因|什么|为何|如何|谁|哪|尚不|尚未|未发现|不是|并非|排除了|不明|以[^,]{2,16}为准/u

const nature = '大风|狂风|强风|阵风|疾风|台风|飓风|龙卷风|风|暴雨|大雨|雨水|洪水|山洪|积雪|大雪|暴雪|冰雹|雷电|闪电|雷|海浪|巨浪|泥石流|滑坡体'
const machines = '挖掘机|挖机|铲车|吊车|货车|卡车|罐车|渣土车|推土机|盾构机|车辆?|机械|钻机|打桩机|施工'
/** What did it, and how: `被大风吹倒`, `让货车压塌`. Not of what is told as harm in figures, nor of what lies there since (`被大风吹倒的树木`). */
export const felledBy = new RegExp(
  `(?:被|让|叫|遭|给|是)[^,被]{0,6}(?:(?:${nature})[^,]{0,4}?(?:[吹刮冲掀压劈震泡浸](?:倒|垮|塌|断|坏|毁|飞|落|翻|穿|裂|开|着)|击中|击穿)|(?:${machines})[^,]{0,4}?(?:[压轧碾撞挖刮震](?:塌|垮|断|裂|坏|穿|破|飞)))(?!的[^,]|[^,]{0,1}\\d|(?:受|致)?伤)`,
  'u'
)
/** Of people it is the event itself: 行人被车撞飞, 工人被风吹落. */
export const person = /(?:人|者|员|工|名|男子|女子|群众|孩子|老人|儿童|学生|乘客|司机|居民|村民|\d)$/u
/** `锈蚀断裂才塌的`; of time it is no reason (`15时才倒塌`). */
export const onlyThen = new RegExp(
  `(?<!时|后|分|日|点|天|直到)才(?:会|突然|发生|导致)?(?:塌|垮|倒|断|裂|炸|爆|烧(?![完尽])|着[火了]|漏|翻[了车]|沉[了没]|坠|掉下|掉落|${events})`,
  'u'
)
/** `根子在偷工减料`, `毛病出在施工`. */
export const rootIs = /(?:根子|祸根|病根|毛病)(?:就|还|其实|主要|全|都|恐怕|应该)*(?:是|出?在于?)(?!落实|抓|加强|压实|哪|何|什么|于?否)[^,]{2}/u
export const rootFault = new RegExp(`(?:根|根本|问题)(?:就|还|其实|主要|全|都)*(?:是|出?在于?)[^,]{0,8}(?:${failing})`, 'u')
/** A unit is plainly said to have failed. */
export const culprit =
  /(?<!(?:要求|如|严禁|督促|查)[^,]{0,6})(?:单位|公司|企业|施工方|监理方|承包商|包工头|开发商|厂家)[^,不]{0,4}(?:偷工减料|玩忽职守|以次充好)(?!的|等|行为|问题|者|情况|线索|一事|嫌疑)/u
