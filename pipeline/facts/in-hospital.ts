/** People taken to a hospital count as injured only where something struck: most of a hospital's numbers are of illness. */
const accident =
  /事故|出事|爆[炸燃裂]|炸|起火|火灾|失火|着火|大火|坍塌|倒塌|垮塌|塌|泄漏|泄露|相撞|追尾|车祸|侧翻|坠|踩踏|地震|受伤|伤亡|烧伤|遇难|死亡|身亡|冲撞|撞|袭击|砍|捅|持刀|中毒|触电|溺|砸/
const illness = /流感|肺炎|新冠|疫情|病毒|感染|确诊|病例|登革热|流行病|传染/
const poisoning = /中毒|呕吐|腹泻|上吐下泻|拉肚子|头晕|恶心/

/** What being in hospital says of the people of a text: injured, poisoned, or nothing that is an incident's. */
export function hospitalMeans(text: string): 'injuries' | 'poisoned' | null {
  if (isOfIllness(text)) return null
  if (poisoning.test(text)) return 'poisoned'
  return isAccident(text) ? 'injuries' : null
}

/** What is said of the dead, and of much else: 40个同学无一幸免. */
export const mayBeOfNobody = /幸免|永远离开|没了|没气|走了|嘎了|💀|没了?命|送了?命|归西|魂断|阎王|殁|没[有能]再?醒/

export function isAccident(text: string): boolean {
  return accident.test(text)
}

export function isOfIllness(text: string): boolean {
  return illness.test(text)
}

/** Words of illness as well as of injury. */
export const mayBeIllness = /重症|危重|病危|呕吐|腹泻|吐下泻|拉肚子|头晕|恶心/
